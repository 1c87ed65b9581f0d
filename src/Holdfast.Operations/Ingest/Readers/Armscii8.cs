using System.Text;

namespace Holdfast.Operations.Ingest.Readers;

/// <summary>ARMSCII-8, in which Armenian texts were written before Unicode; .NET knows it not.</summary>
/// <remarks>
/// <b>Source</b>: Armenian standard AST 34.002 (1997): letters from 0xB2 on, capital and small in turn, in the order of the alphabet;
/// marks from 0xA1. Bytes below 0x80 are ASCII; those that mean nothing are an error, never replaced.
/// </remarks>
sealed class Armscii8 : Encoding
{
    /// <summary>Its name in mappings.</summary>
    public const string Name = "armscii-8";

    const int FirstMark = 0xA1, FirstLetter = 0xB2, LastLetter = 0xFD;

    // 0xA1 to 0xB1; U+FFFF where a byte means nothing.
    const string Marks = "\u058E\u0587\u0589)(\u00BB\u00AB\u2014.\u055D,-\u058A\u2026\u055C\u055B\u055E";

    public override string WebName => Name;

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        for (var i = 0; i < byteCount; i++)
        {
            var found = bytes[byteIndex + i];
            chars[charIndex + i] = Character(found) ?? throw new DecoderFallbackException($"0x{found:X2} means nothing", [found], i);
        }

        return byteCount;
    }

    /// <summary>Only read, never written.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => throw new NotSupportedException("ARMSCII-8 is only read.");

    static char? Character(byte found) => found switch
    {
        < 0x80 => (char)found,
        >= FirstMark and < FirstLetter => Marks[found - FirstMark],
        >= FirstLetter and <= LastLetter => (char)((found & 1) == 0 ? 0x531 + (found - FirstLetter) / 2 : 0x561 + (found - FirstLetter) / 2),
        0xFE => '\u055A',
        _ => null,
    };
}
