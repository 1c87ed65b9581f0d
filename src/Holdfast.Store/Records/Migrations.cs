using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Store.Records;

/// <summary>One numbered step of the layout of the records, forward only.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Name">What it brings.</param>
/// <param name="Script">SQL of one dialect.</param>
sealed record Migration(int Number, string Name, string Script)
{
    /// <summary>SHA-256 of the text, hexadecimal; line ends as git may turn them do not count.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Script.ReplaceLineEndings("\n"))));
}

/// <summary>The migrations of a dialect: files <c>Migrations/0001-name.sqlite.sql</c> and <c>.postgresql.sql</c>, part of the program.</summary>
static class Migrations
{
    const string Folder = "records/";

    /// <summary>All of them in order.</summary>
    public static IReadOnlyList<Migration> Of(Dialect dialect)
    {
        var ending = $".{dialect.ToString().ToLowerInvariant()}.sql";
        var program = typeof(Migrations).Assembly;
        return [.. program.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && name.EndsWith(ending, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (Text: Text(program, name), Words: name[Folder.Length..^ending.Length].Split('-', 2)))
            .Select(file => new Migration(int.Parse(file.Words[0], CultureInfo.InvariantCulture), file.Words[1], file.Text))];
    }

    /// <summary>Brings the records to the last migration; within one transaction, which the caller holds alone.</summary>
    /// <exception cref="RecordsException">They are newer than the program, or an older step was another one.</exception>
    public static void Apply(IReadOnlyList<Migration> known, RecordsConnection connection)
    {
        var transaction = new RecordsTransaction(connection);
        transaction.Execute($"CREATE TABLE IF NOT EXISTS migration (number bigint PRIMARY KEY, name text NOT NULL, checksum text NOT NULL)");
        var done = transaction.List($"SELECT number, name, checksum FROM migration ORDER BY number",
            row => (Number: row.Whole("number"), Name: row.Text("name"), Checksum: row.Text("checksum")));
        if (done.Count > known.Count)
        {
            throw new RecordsException(string.Create(CultureInfo.InvariantCulture,
                $"The records have layout {done.Count}, made by a newer Holdfast; this program knows layouts up to {known.Count}. Use the newer program, or restore the backup taken before it."));
        }

        for (var i = 0; i < done.Count; i++)
        {
            if (done[i] == (known[i].Number, known[i].Name, known[i].Checksum)) continue;
            throw new RecordsException(
                $"Step {done[i].Number} ({done[i].Name}) of the records' layout was not made by the text this program has for it ({known[i].Name}): the program was built from changed sources. Use the program that made the records.");
        }

        foreach (var migration in known.Skip(done.Count))
        {
            connection.Script(migration.Script);
            transaction.Execute($"INSERT INTO migration (number, name, checksum) VALUES ({migration.Number}, {migration.Name}, {migration.Checksum})");
        }
    }

    static string Text(Assembly program, string name)
    {
        using var reader = new StreamReader(program.GetManifestResourceStream(name)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
