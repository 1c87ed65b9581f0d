using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Holdfast.Retention.Facts;

namespace Holdfast.Operations.Simulate;

/// <summary>Writes one CSV file, bytes straight into a buffer: millions of rows in seconds, without a string per field.</summary>
sealed class CsvFile : IDisposable
{
    const int Room = 4_096;
    readonly FileStream _file;
    readonly byte[] _buffer = new byte[1 << 16];
    int _used;
    bool _isFirst = true;

    public CsvFile(string path, string header)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        Raw(header);
        End();
        Rows = 0;
    }

    /// <summary>Rows written.</summary>
    public long Rows { get; private set; }

    /// <summary>Text, quoted where it must be; null is an empty field.</summary>
    public CsvFile Text(string? value)
    {
        if (value is not null && value.AsSpan().IndexOfAny(",\"\n") >= 0) return Raw('"' + value.Replace("\"", "\"\"", StringComparison.Ordinal) + '"');
        return Raw(value ?? "");
    }

    /// <summary>Text that holds no comma, quote or line break.</summary>
    public CsvFile Raw(string value)
    {
        Comma();
        _used += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_used));
        return this;
    }

    /// <summary>A whole number.</summary>
    public CsvFile Whole(long value)
    {
        Comma();
        Digits(value);
        return this;
    }

    /// <summary>An id: a letter, a customer's number with seven digits, and a number within the customer; the latter left out where 0.</summary>
    public CsvFile Id(char letter, int customer, int number = 0)
    {
        Comma();
        _buffer[_used++] = (byte)letter;
        Padded(customer, 7);
        if (number == 0) return this;
        _buffer[_used++] = (byte)'-';
        Digits(number);
        return this;
    }

    /// <summary>Money in major units with two decimals, from minor units.</summary>
    public CsvFile Money(long minor)
    {
        Comma();
        if (minor < 0) _buffer[_used++] = (byte)'-';
        Digits(Math.Abs(minor) / 100);
        _buffer[_used++] = (byte)'.';
        Padded((int)(Math.Abs(minor) % 100), 2);
        return this;
    }

    /// <summary>A number with so many decimals.</summary>
    public CsvFile Number(double value, int decimals) => Raw(value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    /// <summary>A day as yyyy-MM-dd; null is an empty field.</summary>
    public CsvFile Day(Day? day)
    {
        Comma();
        if (day is { } given) Date(given);
        return this;
    }

    /// <summary>A moment as yyyy-MM-dd HH:mm:ss.</summary>
    public CsvFile Moment(Day day, int second)
    {
        Comma();
        Date(day);
        _buffer[_used++] = (byte)' ';
        Padded(second / 3_600, 2);
        _buffer[_used++] = (byte)':';
        Padded(second / 60 % 60, 2);
        _buffer[_used++] = (byte)':';
        Padded(second % 60, 2);
        return this;
    }

    /// <summary>Ends the row.</summary>
    public void End()
    {
        _buffer[_used++] = (byte)'\n';
        _isFirst = true;
        Rows++;
        if (_used > _buffer.Length - Room) Flush();
    }

    public void Dispose()
    {
        Flush();
        _file.Dispose();
    }

    void Comma()
    {
        if (!_isFirst) _buffer[_used++] = (byte)',';
        _isFirst = false;
    }

    void Date(Day day)
    {
        var date = day.Date;
        Padded(date.Year, 4);
        _buffer[_used++] = (byte)'-';
        Padded(date.Month, 2);
        _buffer[_used++] = (byte)'-';
        Padded(date.Day, 2);
    }

    void Digits(long value)
    {
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_used), out var written);
        _used += written;
    }

    void Padded(int value, int width)
    {
        for (var i = width - 1; i >= 0; i--)
        {
            _buffer[_used + i] = (byte)('0' + value % 10);
            value /= 10;
        }

        _used += width;
    }

    void Flush()
    {
        _file.Write(_buffer, 0, _used);
        _used = 0;
    }
}
