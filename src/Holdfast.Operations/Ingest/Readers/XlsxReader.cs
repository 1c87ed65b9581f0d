using System.Globalization;
using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Holdfast.Operations.Ingest.Readers;

/// <summary>
/// A sheet of a workbook, row by row. Numbers stand as they are stored, those with a date format as yyyy-MM-dd or
/// yyyy-MM-dd HH:mm:ss. Only the table of shared strings is kept in memory.
/// </summary>
sealed class XlsxReader : RecordReader
{
    readonly SpreadsheetDocument _workbook;
    readonly OpenXmlReader _reader;
    readonly string[] _strings;
    readonly bool[] _dateStyles;
    readonly DateTime _epoch;
    readonly Dictionary<int, string> _cells = [];
    readonly byte[][] _fields;

    /// <summary>Opens a sheet and reads its first row as names of the columns.</summary>
    /// <exception cref="HoldfastException">No workbook, no such sheet, or an empty one.</exception>
    public XlsxReader(string path, string? sheet, DelimitedForm form)
    {
        try
        {
            RefuseBomb(path);
            _workbook = SpreadsheetDocument.Open(path, isEditable: false);
        }
        catch (Exception fault) when (fault is OpenXmlPackageException or InvalidDataException or FileFormatException)
        {
            throw new HoldfastException($"{path}: is not an .xlsx workbook ({fault.Message}).", fault);
        }

        var book = _workbook.WorkbookPart ?? throw new HoldfastException($"{path}: the workbook has no sheets.");
        _strings = Strings(book);
        _dateStyles = DateStyles(book);
        _epoch = book.Workbook.WorkbookProperties?.Date1904?.Value == true ? new DateTime(1904, 1, 1) : new DateTime(1899, 12, 30);
        _reader = OpenXmlReader.Create(Find(book, path, sheet));
        Columns = ReadColumns(path, form);
        _fields = new byte[Columns.Count][];
    }

    /// <inheritdoc/>
    public override bool Read()
    {
        if (!ReadRow()) return false;
        for (var i = 0; i < _fields.Length; i++) _fields[i] = Encoding.UTF8.GetBytes(_cells.GetValueOrDefault(i, "").Trim());
        var beyond = _cells.Where(c => c.Key >= _fields.Length && c.Value.Length > 0).OrderBy(c => c.Key).Select(c => c.Value).ToList();
        Beyond = string.Join(',', beyond);
        Fault = beyond.Count > 0 ? $"cells beyond the {Columns.Count} columns of the table" : null;
        return true;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Field(int column) => _fields[column];

    /// <inheritdoc/>
    public override void Dispose()
    {
        _reader.Dispose();
        _workbook.Dispose();
    }

    IReadOnlyList<string> ReadColumns(string path, DelimitedForm form)
    {
        if (!form.Header) return Named(form.Names, path, form.TellsCase);
        if (!ReadRow()) throw new HoldfastException($"{path}: the sheet is empty; its first row should name the columns.");
        var last = _cells.Where(c => c.Value.Length > 0).Max(c => c.Key);
        var header = Enumerable.Range(0, last + 1).Select(i => _cells.GetValueOrDefault(i, "").Trim());
        return Named(form.Names.Count > 0 ? form.Names : header, path, form.TellsCase);
    }

    /// <summary>Goes to the next row that holds anything.</summary>
    bool ReadRow()
    {
        while (_reader.Read())
        {
            if (_reader.ElementType != typeof(Row) || !_reader.IsStartElement) continue;
            var row = (Row)_reader.LoadCurrentElement()!;
            Line = row.RowIndex?.Value ?? Line + 1;
            _cells.Clear();
            var next = 0;
            foreach (var cell in row.Elements<Cell>())
            {
                var place = cell.CellReference?.Value is { } reference ? Place(reference) : next;
                _cells[place] = Text(cell);
                next = place + 1;
            }

            if (_cells.Values.Any(value => value.Length > 0)) return true;
        }

        return false;
    }

    string Text(Cell cell)
    {
        var value = cell.CellValue?.Text ?? "";
        var type = cell.DataType?.Value;
        if (type == CellValues.SharedString) return _strings[int.Parse(value, CultureInfo.InvariantCulture)];
        if (type == CellValues.InlineString) return cell.InlineString?.InnerText ?? "";
        if (type == CellValues.Boolean) return value == "1" ? "true" : "false";
        if (type == CellValues.Error) return "";
        if (type is not null && type != CellValues.Number) return value;
        return cell.StyleIndex?.Value is { } style && style < _dateStyles.Length && _dateStyles[style] ? Date(value) : value;
    }

    string Date(string value)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var days) || days is < 0 or > 2_958_465) return value;
        // Whole seconds: the fraction of a day is not exact.
        var moment = _epoch.AddSeconds(Math.Round(days * 86_400));
        return moment.ToString(moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>Refuses a workbook whose parts unpack to far more than tables do, before any is unpacked.</summary>
    static void RefuseBomb(string path)
    {
        using var parts = ZipFile.OpenRead(path);
        var unpacked = parts.Entries.Sum(part => (double)part.Length);
        if (unpacked > Math.Max(WholeGzip.Harmless, WholeGzip.MostTimes * (double)new FileInfo(path).Length))
            throw new HoldfastException($"{path}: its parts unpack to {unpacked / (1 << 20):N0} MB, more than {WholeGzip.MostTimes} times its size, as no table does. Save it as CSV if it is right. Nothing of it was loaded.");
    }

    static int Place(string reference)
    {
        var place = 0;
        foreach (var sign in reference.TakeWhile(char.IsAsciiLetter)) place = place * 26 + (char.ToUpperInvariant(sign) - 'A' + 1);
        return place - 1;
    }

    static WorksheetPart Find(WorkbookPart book, string path, string? sheet)
    {
        var sheets = book.Workbook.Descendants<Sheet>().ToList();
        var found = sheet is null ? sheets.FirstOrDefault() : sheets.FirstOrDefault(s => s.Name?.Value == sheet);
        return found?.Id?.Value is { } id
            ? (WorksheetPart)book.GetPartById(id)
            : throw new HoldfastException($"{path}: there is no sheet '{sheet}'. There are: {string.Join(", ", sheets.Select(s => s.Name?.Value))}.");
    }

    static string[] Strings(WorkbookPart book) =>
        book.SharedStringTablePart?.SharedStringTable.Elements<SharedStringItem>().Select(item => item.InnerText).ToArray() ?? [];

    /// <summary>For each cell style, whether its number format shows a date or time.</summary>
    static bool[] DateStyles(WorkbookPart book)
    {
        var sheet = book.WorkbookStylesPart?.Stylesheet;
        var own = sheet?.NumberingFormats?.Elements<NumberingFormat>()
            .ToDictionary(f => f.NumberFormatId?.Value ?? 0, f => f.FormatCode?.Value ?? "") ?? [];
        return sheet?.CellFormats?.Elements<CellFormat>().Select(f => IsDate(f.NumberFormatId?.Value ?? 0, own)).ToArray() ?? [];
    }

    static bool IsDate(uint format, Dictionary<uint, string> own)
    {
        if (!own.TryGetValue(format, out var code)) return format is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58);
        var bare = new StringBuilder();
        for (var i = 0; i < code.Length; i++)
        {
            // Words in quotes, signs after a backslash and colours in brackets are not part of the format.
            if (code[i] == '"') i = Math.Max(i, code.IndexOf('"', i + 1));
            else if (code[i] == '[') i = Math.Max(i, code.IndexOf(']', i));
            else if (code[i] is '\\' or '_' or '*') i++;
            else bare.Append(char.ToLowerInvariant(code[i]));
        }

        return bare.ToString().IndexOfAny(['y', 'd', 'h', 's']) >= 0 || bare.ToString() is "mm" or "mmm" or "mmmm";
    }
}
