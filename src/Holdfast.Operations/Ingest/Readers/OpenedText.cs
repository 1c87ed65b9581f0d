using System.Text;

namespace Holdfast.Operations.Ingest.Readers;

/// <summary>A text file as a stream of UTF-8 without mark, unpacked where it ends in .gz.</summary>
/// <param name="File">The path, as shown in messages.</param>
/// <param name="Utf8">The text; it is checked to be UTF-8 by who reads it.</param>
/// <param name="Note">Which encoding was guessed, in a sentence; null where it was named, marked or plain UTF-8.</param>
sealed record OpenedText(string File, Stream Utf8, string? Note)
{
    const int SampleSize = 1 << 20;

    static OpenedText() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Opens a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="encodingName">Name of its encoding; null where it is to be detected.</param>
    /// <exception cref="HoldfastException">No such encoding, or none could be detected.</exception>
    public static OpenedText Open(string path, string? encodingName)
    {
        var stream = Bytes(path);
        try
        {
            return Decoded(path, stream, encodingName);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    static OpenedText Decoded(string path, Stream stream, string? encodingName)
    {
        var sample = Sample(path, stream);
        var marked = EncodingGuess.ByMark(sample);
        var named = encodingName is null ? null : Find(path, encodingName);
        var guessed = named is null && marked is null ? EncodingGuess.Of(path, sample) : null;
        var encoding = named ?? marked ?? guessed;
        Stream whole = new Rewound(sample, encoding is null ? 0 : EncodingGuess.MarkLength(sample, encoding), stream);
        var isUtf8 = encoding is null or { CodePage: 65001 };
        return new OpenedText(
            path,
            isUtf8 ? whole : new Transcoder(path, whole, encoding!),
            guessed is null or { CodePage: 65001 } ? null : $"{path} was read as {guessed.WebName}, as its bytes suggest; 'encoding:' settles it.");
    }

    static Stream Bytes(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
        ? new WholeGzip(path)
        : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);

    static byte[] Sample(string path, Stream stream)
    {
        try
        {
            var sample = new byte[SampleSize];
            return sample[..stream.ReadAtLeast(sample, SampleSize, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException fault)
        {
            throw new HoldfastException($"{path}: is not a whole gzip file ({fault.Message}). Nothing of it was loaded.", fault);
        }
    }

    static Encoding Find(string path, string name)
    {
        if (name.Equals(Armscii8.Name, StringComparison.OrdinalIgnoreCase)) return new Armscii8();
        try
        {
            return Encoding.GetEncoding(
                name.ToLowerInvariant() is "utf8" ? "utf-8" : name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (ArgumentException)
        {
            throw new HoldfastException(
                $"{path}: there is no encoding '{name}'. Known are utf-8, utf-16, utf-16BE, gb18030, big5, windows-1250 to windows-1258, iso-8859-1 to -15, koi8-u, armscii-8 and the like.");
        }
    }
}
