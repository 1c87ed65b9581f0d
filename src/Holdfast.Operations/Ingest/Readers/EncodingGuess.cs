using System.Text;
using System.Text.Unicode;

namespace Holdfast.Operations.Ingest.Readers;

/// <summary>Which encoding a text is in, by its mark or by its bytes. What is not clear is asked, not guessed.</summary>
static class EncodingGuess
{
    /// <summary>The encoding a byte-order mark names; null where there is none.</summary>
    public static Encoding? ByMark(ReadOnlySpan<byte> text) =>
        text.StartsWith("\uFEFF"u8) ? Encoding.UTF8
        : text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? Encoding.Unicode
        : text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? Encoding.BigEndianUnicode
        : null;

    /// <summary>Length of the mark to skip where the text is in an encoding.</summary>
    public static int MarkLength(ReadOnlySpan<byte> text, Encoding encoding) =>
        encoding.Preamble.Length > 0 && text.StartsWith(encoding.Preamble) ? encoding.Preamble.Length : 0;

    /// <summary>The encoding the bytes suggest; null is UTF-8.</summary>
    /// <exception cref="HoldfastException">It is not UTF-8 and nothing else is clear.</exception>
    public static Encoding? Of(string file, ReadOnlySpan<byte> sample)
    {
        if (Wide(sample) is { } wide) return wide;
        // The sample may end within a character.
        if (Utf8.IsValid(sample[..TextWindow.WholeCharacters(sample)])) return null;
        var high = High.Of(sample);
        if (high.LooksChinese && IsGb18030(sample)) return Encoding.GetEncoding("gb18030");
        if (high.LooksArabic) return Encoding.GetEncoding("windows-1256");
        if (high.LooksCyrillic) return Encoding.GetEncoding("windows-1251");
        if (high.LooksWestern) return Encoding.GetEncoding("windows-1252");
        throw new HoldfastException(
            $"{file}: is not UTF-8, and its bytes do not tell what it is. Name its encoding with 'encoding:', such as windows-1251 (Cyrillic), windows-1256 (Persian, Arabic), gb18030 (Chinese), windows-1252 (Western Europe).");
    }

    /// <summary>UTF-16 without mark: every other byte of Latin text is NUL.</summary>
    static Encoding? Wide(ReadOnlySpan<byte> sample)
    {
        int even = 0, odd = 0, seen = Math.Min(sample.Length, 4096) & ~1;
        for (var i = 0; i < seen; i += 2)
        {
            even += sample[i] == 0 ? 1 : 0;
            odd += sample[i + 1] == 0 ? 1 : 0;
        }

        if (seen < 4) return null;
        if (odd > seen / 8 && even == 0) return Encoding.Unicode;
        return even > seen / 8 && odd == 0 ? Encoding.BigEndianUnicode : null;
    }

    /// <summary>
    /// Whether every byte above 127 begins a pair (or four) that GB 18030 knows. Words of other scripts fail at the first one with an
    /// odd number of letters.
    /// </summary>
    static bool IsGb18030(ReadOnlySpan<byte> text)
    {
        // The sample may end within a character.
        for (var i = 0; i < text.Length - 3; i++)
        {
            if (text[i] < 0x80) continue;
            if (text[i] is 0x80 or 0xFF) return false;
            var second = text[i + 1];
            if (second is >= 0x40 and <= 0xFE and not 0x7F) i++;
            else if (second is >= 0x30 and <= 0x39 && text[i + 2] is >= 0x81 and <= 0xFE && text[i + 3] is >= 0x30 and <= 0x39) i += 3;
            else return false;
        }

        return true;
    }

    /// <summary>What the bytes above 127 look like, as shares of them.</summary>
    readonly record struct High(int Count, double PerRun, double ArabicShare, double CyrillicShare, double ChineseShare, double LetterShare)
    {
        // Accented Latin letters that windows-1256 keeps never stand in Persian or Arabic words, but are the commonest Cyrillic ones.
        const string LatinOfArabic = "\u00E0\u00E2\u00E7\u00E8\u00E9\u00EA\u00EB\u00EE\u00EF\u00F4\u00F9\u00FB\u00FC";

        public bool LooksChinese => Count >= 4 && ChineseShare >= 0.7 && PerRun >= 2;

        public bool LooksArabic => Count >= 4 && ArabicShare >= 0.95 && PerRun >= 2;

        public bool LooksCyrillic => Count >= 4 && CyrillicShare >= 0.9 && PerRun >= 3;

        public bool LooksWestern => PerRun < 1.6 && LetterShare >= 0.9;

        public static High Of(ReadOnlySpan<byte> text)
        {
            int count = 0, runs = 0, arabic = 0, cyrillic = 0, leads = 0, common = 0, letters = 0, inRun = 0;
            foreach (var b in text)
            {
                if (b < 0x80)
                {
                    inRun = 0;
                    continue;
                }

                count++;
                if (inRun == 0) runs++;
                if (inRun++ % 2 == 0)
                {
                    leads++;
                    // GB2312 keeps its 3,755 commonest characters behind these lead bytes, and its punctuation behind A1 and A3.
                    if (b is (>= 0xB0 and <= 0xD7) or 0xA1 or 0xA3) common++;
                }

                if (b is 0x81 or 0x8D or 0x8E or 0x90 or 0x98 or 0x9D or 0xA1 or 0xBA or 0xBF || (b is >= 0xC0 and <= 0xF6 && !LatinOfArabic.Contains((char)b))) arabic++;
                if (b is >= 0xC0 or 0xB3 or 0xB2 or 0xBF or 0xAF or 0xBA or 0xAA or 0xB4 or 0xA5 or 0xA8 or 0xB8) cyrillic++;
                if (b is >= 0xC0 or (>= 0x91 and <= 0x97) or 0x80 or 0xA0 or 0x8A or 0x9A or 0x8E or 0x9E) letters++;
            }

            double all = Math.Max(1, count);
            return new High(count, count / (double)Math.Max(1, runs), arabic / all, cyrillic / all, common / (double)Math.Max(1, leads), letters / all);
        }
    }
}
