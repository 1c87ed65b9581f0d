using Holdfast.Store.Records;

namespace Holdfast.Operations.People;

/// <summary>Links that let somebody set a password once: the first administrator, those invited, and those who lost theirs.</summary>
public static class StartLinks
{
    /// <summary>How long a link holds.</summary>
    public static TimeSpan Life { get; } = TimeSpan.FromDays(3);

    /// <summary>Makes a link for an account, or for the first administrator where none is named; earlier ones of the same end.</summary>
    /// <returns>Its token.</returns>
    public static string Make(RecordsTransaction records, long? account, DateTimeOffset now)
    {
        var token = Token.New();
        records.Execute($"DELETE FROM start_link WHERE ends_at <= {now} OR account = {account} OR (account IS NULL AND {account} IS NULL)");
        records.Execute($"INSERT INTO start_link (hash, account, ends_at) VALUES ({Token.Hash(token)}, {account}, {now + Life})");
        return token;
    }

    /// <summary>Whether nobody can sign in yet, so that the first administrator is to be made.</summary>
    public static bool IsFirstStart(RecordsTransaction records) => !records.Any($"SELECT number FROM account WHERE password IS NOT NULL OR subject IS NOT NULL LIMIT 1");

    /// <summary>Whether a link holds.</summary>
    public static bool Holds(RecordsTransaction records, string token, DateTimeOffset now) => records.Any($"SELECT hash FROM start_link WHERE hash = {Token.Hash(token)} AND ends_at > {now}");

    /// <summary>Uses a link: sets the password of its account, or makes the first account, which may do everything until its roles are given to others.</summary>
    /// <returns>The account; null where the link does not hold or the name is somebody else's.</returns>
    public static Account? Use(RecordsTransaction records, (string Token, string Name, string PasswordHash) given, DateTimeOffset now)
    {
        var links = records.List($"SELECT account FROM start_link WHERE hash = {Token.Hash(given.Token)} AND ends_at > {now}", row => row.WholeOrNull("account"));
        if (links is not [var invited]) return null;
        if (invited is null && (!IsFirstStart(records) || Accounts.Find(records, given.Name) is not null)) return null;
        var account = invited ?? Accounts.Add(records, given.Name, Enum.GetValues<Role>(), [], now);
        SignIn.SetPassword(records, account, given.PasswordHash);
        records.Execute($"DELETE FROM start_link WHERE hash = {Token.Hash(given.Token)}");
        return Accounts.Find(records, account);
    }
}
