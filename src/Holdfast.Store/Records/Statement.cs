using System.Data;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Holdfast.Store.Records;

/// <summary>
/// SQL written as an interpolated string: every hole becomes a parameter, so no value is ever part of the text.
/// <c>tx.Execute($"UPDATE job SET state = {state} WHERE number = {number}")</c> sends <c>... state = $1 WHERE number = $2</c>.
/// </summary>
/// <remarks>
/// The one text runs on SQLite and PostgreSQL. Each parameter carries its type, also where it is null, so no casts are needed.
/// Instants are whole microseconds of UTC since 1970, flags 0 and 1, words of an enumeration lower case with hyphens.
/// </remarks>
[InterpolatedStringHandler]
public sealed class Statement
{
    readonly StringBuilder _text;
    readonly List<(DbType Type, object Value)> _parameters;

    /// <summary>Called by the compiler.</summary>
    public Statement(int literalLength, int formattedCount)
    {
        _text = new StringBuilder(literalLength + (4 * formattedCount));
        _parameters = new(formattedCount);
    }

    internal string Text => _text.ToString();

    internal IReadOnlyList<(DbType Type, object Value)> Parameters => _parameters;

    internal static Statement OfScript(string script)
    {
        var statement = new Statement(script.Length, 0);
        statement.AppendLiteral(script);
        return statement;
    }

    /// <summary>Called by the compiler for the text between holes.</summary>
    public void AppendLiteral(string literal) => _text.Append(literal);

    /// <summary>A text, or null.</summary>
    /// <exception cref="ArgumentException">It holds the character U+0000 or half a surrogate pair, which databases cannot keep.</exception>
    public void AppendFormatted(string? value) => Append(DbType.String, value is null ? null : Kept(value));

    /// <summary>A whole number, or null.</summary>
    public void AppendFormatted(long? value) => Append(DbType.Int64, value);

    /// <summary>A number, or null.</summary>
    public void AppendFormatted(double? value) => Append(DbType.Double, value);

    /// <summary>A flag, or null: 1 or 0.</summary>
    public void AppendFormatted(bool? value) => Append(DbType.Int64, value is { } flag ? (flag ? 1L : 0L) : null);

    /// <summary>An instant, or null: microseconds of UTC.</summary>
    public void AppendFormatted(DateTimeOffset? value) => Append(DbType.Int64, value is { } instant ? Instants.Of(instant) : null);

    /// <summary>Bytes, or null.</summary>
    public void AppendFormatted(byte[]? value) => Append(DbType.Binary, value);

    /// <summary>A word of an enumeration.</summary>
    public void AppendFormatted<T>(T value)
        where T : struct, Enum => Append(DbType.String, Words<T>.Of(value));

    /// <summary>A part of a statement with parameters of its own.</summary>
    public void AppendFormatted(StatementPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        var added = part.Statement;

        // Its $1 is the next free number here. Texts of ours hold no dollar sign but those of parameters.
        var pieces = added.Text.Split('$');
        _text.Append(pieces[0]);
        foreach (var piece in pieces.Skip(1))
        {
            var digits = piece.TakeWhile(char.IsAsciiDigit).Count();
            var number = int.Parse(piece.AsSpan(0, digits), CultureInfo.InvariantCulture);
            var (type, value) = added._parameters[number - 1];
            Append(type, value);
            _text.Append(piece, digits, piece.Length - digits);
        }
    }

    void Append(DbType type, object? value)
    {
        _parameters.Add((type, value ?? DBNull.Value));
        _text.Append('$').Append(_parameters.Count);
    }

    static string Kept(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var whole = !char.IsSurrogate(text[i]) || (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]));
            if (text[i] == '\0' || !whole)
                throw new ArgumentException($"The text holds U+{(int)text[i]:X4} at place {i + 1}; U+0000 and half surrogate pairs cannot be kept.");
            if (char.IsHighSurrogate(text[i])) i++;
        }

        return text;
    }
}

/// <summary>A part of a statement, to be put into a hole of another one together with its parameters.</summary>
/// <remarks>A type of its own, so that <c>{$"a-{b}"}</c> in a hole is the text it looks like and no SQL.</remarks>
public sealed class StatementPart
{
    StatementPart(Statement statement) => Statement = statement;

    /// <summary>Nothing: where a part is left out.</summary>
    public static StatementPart None { get; } = Of($"");

    internal Statement Statement { get; }

    /// <summary>A part, such as <c>StatementPart.Of($" AND kind = {kind}")</c>.</summary>
    public static StatementPart Of(Statement statement) => new(statement);
}
