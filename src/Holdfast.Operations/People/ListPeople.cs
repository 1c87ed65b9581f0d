namespace Holdfast.Operations.People;

/// <summary>Whose accounts to list.</summary>
public sealed record ListPeopleRequest : PagedRequest
{
    /// <summary>The workspace folder.</summary>
    [Place(Place.Workspace)]
    public string Workspace { get; init; } = ".";
}

/// <summary>The accounts there are.</summary>
/// <param name="People">The accounts, by name.</param>
public sealed record ListPeopleResult(IReadOnlyList<Account> People) : PagedResult;

/// <summary>Lists who may sign in, what they may do, and whose records they may see.</summary>
public static class ListPeople
{
    const string Name = "people";

    /// <summary>Lists them.</summary>
    /// <exception cref="HoldfastException">The workspace is wrong, or its records cannot be read.</exception>
    public static ListPeopleResult Run(ListPeopleRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var found = WorkspaceRecords.Using(request.Workspace, context, records => records.Read(work => Accounts.List(work, request.After(Name), request.Limit + 1)));
        var page = request.Page(Name, found, account => account.Name);
        return new(page.Items) { Next = page.Next };
    }

    /// <summary>The accounts for a terminal.</summary>
    public static string Describe(ListPeopleResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.People.Count == 0) return "Nobody has an account yet: start the server with 'holdfast serve' and follow the link it prints.";
        return string.Join(Environment.NewLine, [.. result.People.Select(Line), .. result.Next is null ? [] : new[] { $"There are more: --cursor {result.Next}" }]);
    }

    internal static string Line(Account account)
    {
        var state = account switch { { IsOpen: false } => "closed", { HasPassword: false } => "invited", { HasSecondFactor: true } => "second factor", _ => "" };
        var sees = account.Units.Count == 0 ? "all customers" : $"customers of {string.Join(", ", account.Units)}";
        return $"{account.Name}: {string.Join(", ", account.Roles.Select(RoleWords.Of))}; {sees}{(state.Length > 0 ? $"; {state}" : "")}";
    }
}
