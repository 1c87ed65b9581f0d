using Holdfast.Operations.Audit;
using Holdfast.Store.Records;

namespace Holdfast.Operations.People;

/// <summary>What to change of an account.</summary>
public sealed record ChangePersonRequest
{
    /// <summary>The workspace folder.</summary>
    [Place(Place.Workspace)]
    public string Workspace { get; init; } = ".";

    /// <summary>Name of the account.</summary>
    [Touched("account")]
    public required string Name { get; init; }

    /// <summary>The roles it has from now on; where not given, they stay.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Ids of the units whose customers it may see from now on, or the word all; where not given, they stay.</summary>
    public IReadOnlyList<string> Units { get; init; } = [];

    /// <summary>Whether it may sign in; where not given, that stays.</summary>
    public bool? Open { get; init; }
}

/// <summary>Changes what somebody may do or see, or closes an account; closing signs every browser and key of it out at once.</summary>
public static class ChangePerson
{
    /// <summary>Changes the account.</summary>
    /// <exception cref="HoldfastException">There is no such account or role, or nobody would be left who may administer.</exception>
    public static Account Run(ChangePersonRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var roles = RoleWords.Read(request.Roles);
        return WorkspaceRecords.Using(request.Workspace, context, records => records.Write(work => Change(work, request, roles), cancel));
    }

    /// <summary>The account for a terminal.</summary>
    public static string Describe(Account account) => ListPeople.Line(account);

    static Account Change(RecordsTransaction work, ChangePersonRequest request, IReadOnlyList<Role> roles)
    {
        var account = Accounts.Find(work, request.Name) ?? throw new HoldfastException($"Nobody has an account '{request.Name}'.");
        var changed = account with
        {
            Roles = roles.Count > 0 ? roles : account.Roles,
            Units = request.Units switch { [] => account.Units, ["all"] => [], var units => units },
            IsOpen = request.Open ?? account.IsOpen,
        };
        Accounts.Change(work, changed);
        if (!Accounts.List(work).Any(one => one is { IsOpen: true, HasPassword: true } && one.Roles.Contains(Role.Administrator)))
            throw new HoldfastException($"'{request.Name}' is the last account that may administer; give that role to another first.");
        if (!changed.IsOpen) Sessions.EndOthers(work, changed.Number, null);
        return Accounts.Find(work, request.Name)!;
    }
}
