using Holdfast.Operations.Audit;
using Holdfast.Store.Records;

namespace Holdfast.Operations.People;

/// <summary>Whom to invite.</summary>
public sealed record InvitePersonRequest
{
    /// <summary>The workspace folder.</summary>
    [Place(Place.Workspace)]
    public string Workspace { get; init; } = ".";

    /// <summary>Name to sign in with, such as an e-mail address; of somebody who has an account already, who gets a new link for a lost password.</summary>
    [Touched("account")]
    public required string Name { get; init; }

    /// <summary>Roles of a new account: head, analyst, campaign-manager, agent, success-manager, data-scientist, integrator, auditor, administrator.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Ids of units (regions, branches, teams) whose customers a new account may see. Default: all customers.</summary>
    public IReadOnlyList<string> Units { get; init; } = [];
}

/// <summary>An invitation.</summary>
/// <param name="Person">The account.</param>
/// <param name="Link">Address on the server, to be opened within three days by the person alone: who opens it sets the password. It is not kept and cannot be shown again.</param>
public sealed record InvitePersonResult(Account Person, string Link);

/// <summary>Makes an account and the link by which its owner sets a password, or a new link for somebody who lost theirs.</summary>
public static class InvitePerson
{
    /// <summary>Invites somebody.</summary>
    /// <exception cref="HoldfastException">The workspace, the name or a role are wrong, or the records cannot be written.</exception>
    public static InvitePersonResult Run(InvitePersonRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Name.Trim().Length is 0 or > 100) throw HoldfastException.OfRequest("--name: 1 to 100 signs are allowed.");
        var roles = RoleWords.Read(request.Roles);
        var now = context.Clock.GetUtcNow();
        return WorkspaceRecords.Using(request.Workspace, context, records => records.Write(work => Invite(work, request, roles, now), cancel));
    }

    /// <summary>The invitation for a terminal.</summary>
    public static string Describe(InvitePersonResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return $"{ListPeople.Line(result.Person)}{Environment.NewLine}Give them this address on your server, good for three days and for one use: {result.Link}";
    }

    static InvitePersonResult Invite(RecordsTransaction work, InvitePersonRequest request, IReadOnlyList<Role> roles, DateTimeOffset now)
    {
        var there = Accounts.Find(work, request.Name);
        if (there is not null && (roles.Count > 0 || request.Units.Count > 0))
            throw new HoldfastException($"'{request.Name}' has an account; 'people change' changes its roles and units, and without them this makes a new link.");
        if (there is null && roles.Count == 0) throw HoldfastException.OfRequest($"--roles: a new account needs one or more of {RoleWords.All}.");
        var number = there?.Number ?? Accounts.Add(work, request.Name, roles, request.Units, now);
        return new(Accounts.Find(work, number)!, $"/start?link={StartLinks.Make(work, number, now)}");
    }
}
