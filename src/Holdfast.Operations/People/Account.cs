using Holdfast.Store.Records;

namespace Holdfast.Operations.People;

/// <summary>Somebody, or another system, who may sign in.</summary>
/// <param name="Number">Number of the account.</param>
/// <param name="Name">Name to sign in with.</param>
/// <param name="Roles">What they are here to do.</param>
/// <param name="Units">Ids of the units whose customers they may see, those below included; empty: all customers.</param>
/// <param name="IsOpen">Whether they may sign in.</param>
/// <param name="HasPassword">Whether a password was set; not before the link of the invitation was used.</param>
/// <param name="HasSecondFactor">Whether a second factor is asked for.</param>
/// <param name="MadeAt">When the account was made.</param>
public sealed record Account(long Number, string Name, IReadOnlyList<Role> Roles, IReadOnlyList<string> Units, bool IsOpen, bool HasPassword, bool HasSecondFactor, DateTimeOffset MadeAt);

/// <summary>Who asks over HTTP, and what they may do.</summary>
/// <param name="Account">The account.</param>
/// <param name="Session">Number of the session; null where an API key was sent.</param>
/// <param name="Key">Number of the API key; null where somebody is signed in.</param>
/// <param name="Allowed">Paths of operations the key is for, such as <c>decide/explain</c> or <c>study/*</c>; empty: all that the account may.</param>
public sealed record Caller(Account Account, long? Session, long? Key, IReadOnlyList<string> Allowed)
{
    /// <summary>Who it is, in records of what was done.</summary>
    public string Id => Key is { } key ? $"key-{key}" : $"account-{Account.Number}";

    /// <summary>Whose records they may see.</summary>
    public UnitScope Scope { get; } = new(Account.Units);

    /// <summary>Whether they may perform an operation.</summary>
    public bool May(Operation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return May(operation.Path) && (Scope.IsEverything || operation.IsScoped || operation.Kind == OperationKind.Reads);
    }

    /// <summary>Whether they may perform what stands at a path.</summary>
    public bool May(string path) =>
        Account.IsOpen
        && Permissions.Of(path).Any(Account.Roles.Contains)
        && (Allowed.Count == 0 || Permissions.OfEveryKey.Contains(path) || Allowed.Any(one => one == path || (one.EndsWith("/*", StringComparison.Ordinal) && path.StartsWith(one[..^1], StringComparison.Ordinal))));
}

/// <summary>Accounts in the records.</summary>
static class Accounts
{
    const char Parted = '\n';

    /// <summary>The columns of an account, and how they are read.</summary>
    static StatementPart Columns { get; } = StatementPart.Of($"number, name, roles, units, is_open, password, factor, made_at");

    public static IReadOnlyList<Account> List(RecordsTransaction records) =>
        records.List($"SELECT {Columns} FROM account ORDER BY name", Read);

    /// <summary>So many accounts by name, behind one.</summary>
    public static IReadOnlyList<Account> List(RecordsTransaction records, string? after, int limit) =>
        records.List($"SELECT {Columns} FROM account WHERE name > {after ?? ""} ORDER BY name LIMIT {limit}", Read);

    public static Account? Find(RecordsTransaction records, string name) =>
        records.Find($"SELECT {Columns} FROM account WHERE name = {Folded(name)}", Read);

    public static Account? Find(RecordsTransaction records, long number) =>
        records.Find($"SELECT {Columns} FROM account WHERE number = {number}", Read);

    /// <summary>Adds an account that nobody can sign in with yet.</summary>
    /// <returns>Its number.</returns>
    public static long Add(RecordsTransaction records, string name, IReadOnlyList<Role> roles, IReadOnlyList<string> units, DateTimeOffset now) => records.One(
        $"""
        INSERT INTO account (name, factor_step, roles, units, is_open, failures, shut_until, made_at)
        VALUES ({Folded(name)}, {0L}, {Join(roles)}, {Join(units)}, {true}, {0L}, {now}, {now}) RETURNING number
        """,
        row => row.Whole("number"));

    /// <summary>Sets roles, units and whether it is open.</summary>
    public static int Change(RecordsTransaction records, Account account) => records.Execute(
        $"UPDATE account SET roles = {Join(account.Roles)}, units = {Join(account.Units)}, is_open = {account.IsOpen} WHERE number = {account.Number}");

    /// <summary>How names are kept: people type them in any case and with blanks around.</summary>
    public static string Folded(string name) => name.Trim().Normalize(System.Text.NormalizationForm.FormKC).ToLowerInvariant();

    public static string Join(IEnumerable<string> parts) => string.Join(Parted, parts);

    public static string Join(IEnumerable<Role> roles) => Join(roles.Distinct().Order().Select(role => role.ToString()));

    public static IReadOnlyList<string> Split(string joined) => joined.Split(Parted, StringSplitOptions.RemoveEmptyEntries);

    static Account Read(Row row) => new(
        row.Whole("number"),
        row.Text("name"),
        [.. Split(row.Text("roles")).Select(Enum.Parse<Role>)],
        Split(row.Text("units")),
        row.Flag("is_open"),
        row.TextOrNull("password") is not null,
        row.TextOrNull("factor") is not null,
        row.Instant("made_at"));
}
