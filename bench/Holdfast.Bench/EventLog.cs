using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace Holdfast.Bench;

/// <summary>
/// A log of events as a bank would hand it out: rows in order of time, customers mixed, money with a point. Rows are made one by one
/// from their number, so memory does not grow with their count and the same count gives the same bytes.
/// </summary>
/// <param name="Customers">How many customers there are.</param>
/// <param name="Events">Different events, two years of them.</param>
/// <param name="ToldTwice">How many of the first events stand a second time at the end.</param>
sealed record EventLog(int Customers, long Events, long ToldTwice)
{
    const long Seconds = 2L * 365 * 86_400;

    static readonly byte[][] Kinds = ["card_payment"u8.ToArray(), "transfer_in"u8.ToArray(), "login"u8.ToArray(), "bill_payment"u8.ToArray()];
    static readonly byte[][] Channels = ["card"u8.ToArray(), "online"u8.ToArray(), "branch"u8.ToArray()];

    /// <summary>Rows of the file.</summary>
    public long Rows => Events + ToldTwice;

    /// <summary>The mapping of such a file.</summary>
    public const string Mapping = """
        file: events.csv
        dates: [yyyy-MM-dd HH:mm:ss]
        facts:
          - fact: event
            columns: { party: customer, at: at, event: id, kind: kind, channel: channel, amount: amount }
        """;

    /// <summary>The columns of such a file for DuckDB.</summary>
    public const string DuckDbColumns = "{'customer': 'VARCHAR', 'at': 'TIMESTAMP', 'id': 'VARCHAR', 'kind': 'VARCHAR', 'channel': 'VARCHAR', 'amount': 'DECIMAL(18, 2)'}";

    /// <summary>Writes the file.</summary>
    public void Write(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        file.Write("customer,at,id,kind,channel,amount\n"u8);
        var line = new byte[128];
        for (var i = 0L; i < Rows; i++) file.Write(line.AsSpan(0, Line(line, i % Events)));
    }

    int Line(Span<byte> line, long number)
    {
        var drawn = Mixed((ulong)number);
        var at = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddSeconds(number * (double)Seconds / Events);
        line[0] = (byte)'C';
        Utf8Formatter.TryFormat(drawn % (ulong)Customers, line[1..], out var length, new StandardFormat('D', 7));
        length++;
        line[length++] = (byte)',';
        at.TryFormat(line[length..], out var written, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        length += written;
        ",E"u8.CopyTo(line[length..]);
        length += 2;
        Utf8Formatter.TryFormat(number, line[length..], out written);
        length += written;
        length += Word(line[length..], Kinds[(drawn >> 32) % 4]);
        length += Word(line[length..], Channels[(drawn >> 40) % 3]);
        line[length++] = (byte)',';
        Utf8Formatter.TryFormat((long)(drawn >> 44) % 500_000 / 100m, line[length..], out written, new StandardFormat('F', 2));
        length += written;
        line[length++] = (byte)'\n';
        return length;
    }

    static int Word(Span<byte> line, byte[] word)
    {
        line[0] = (byte)',';
        word.CopyTo(line[1..]);
        return word.Length + 1;
    }

    // SplitMix64 (Steele, Lea, Flood 2014): every bit of the number reaches every bit of the result.
    static ulong Mixed(ulong number)
    {
        var mixed = (number + 1) * 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
