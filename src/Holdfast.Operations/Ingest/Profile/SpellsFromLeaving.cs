namespace Holdfast.Operations.Ingest.Profile;

/// <summary>Where one file tells who joined and another who left, one fact must tell both: the missing part is looked up.</summary>
static class SpellsFromLeaving
{
    /// <summary>Completes the drafts of a group.</summary>
    public static void Complete(IReadOnlyList<Draft> drafts, FileGroup group)
    {
        if (Halves(drafts) is { } halves)
        {
            halves.Complete(group);
            return;
        }

        var lives = drafts.FirstOrDefault(draft => draft.Facts.Any(fact => fact.Fact == "spell" && fact.Columns["joined"].Column is { } joined && draft.Table.Columns.Any(column => column.Name == joined)));
        var ends = drafts.FirstOrDefault(draft => draft.Facts.Any(fact => fact.Fact == "exit_reason") && draft.Party is not null && draft != lives);
        if (ends is null || lives is null || ends.Table.Columns.All(column => column.Name != ends.Party)) return;
        if (Leaves(lives))
        {
            lives.Drop("spell", "left", "leaving");
            if (lives.Facts.Any(fact => fact.Fact == "agreement")) lives.Drop("agreement", "ended");
            lives.Comments.RemoveAll(comment => comment.Contains("not when", StringComparison.Ordinal));
            lives.Comments.Add($"What this file says of leaving is not used: '{ends.Table.Name}' tells the days.");
        }

        if (ends.Table[ends.Party!].IsKey) LookUpLeaving(lives, ends);
        else LivesOneAfterTheOther(lives, ends);
    }

    static void LookUpLeaving(Draft lives, Draft ends)
    {
        var told = ends.Facts.First(fact => fact.Fact == "exit_reason").Columns;
        var at = ends.Table[told["at"].Column!];
        var left = lives.Lookup(at.Name, Of(lives, ends));
        var reason = lives.Lookup(told["reason"].Column!, Of(lives, ends));
        var why = lives.Derive("why", $"CASE WHEN {Quoted.Name(left)} IS NOT NULL THEN coalesce({Quoted.Name(reason)}, 'voluntary') END");
        lives.Replace("spell", [("left", new ColumnMapping { Column = left, Dates = Format(at) }), ("leaving", Draft.From(why)!)]);
        lives.Comments.Add($"Leaving is told by '{ends.Table.Name}' and looked up there.");
    }

    /// <summary>A customer who left more than once had several lives: each begins where the one before ended.</summary>
    static void LivesOneAfterTheOther(Draft lives, Draft ends)
    {
        var spell = lives.Facts.First(fact => fact.Fact == "spell").Columns;
        var told = ends.Facts.First(fact => fact.Fact == "exit_reason").Columns;
        var at = ends.Table[told["at"].Column!];
        if (spell["joined"].Column is not { } name || lives.Table.Columns.All(column => column.Name != name)) return;
        var joined = lives.Table[name];
        var began = ends.Lookup(joined.Name, Of(ends, lives));
        var (day, party) = (Draft.DaySql(at), Quoted.Name(ends.Party!));
        var before = ends.Derive("before", $"lag({day}) OVER (PARTITION BY {party} ORDER BY {day})");
        var first = ends.Derive("began", $"coalesce({before}, {Draft.DaySql(joined with { Name = began })})");
        var only = $"{before} IS NULL OR {before} < {day}";
        ends.Fact("spell", only, ("party", Draft.From(ends.Party)), ("joined", Draft.From(first)), ("left", Draft.From(at)), ("leaving", told["reason"]), ("known_at", Draft.Sql($"{day} + INTERVAL 12 HOUR")));
        ends.Replace("exit_reason", [], only);
        ends.Comments.Add("Some customers left more than once: each life begins where the one before ended.");
    }

    static LookupMapping Of(Draft here, Draft there) => new() { Source = there.Table.Name, Match = here.Party!, Key = there.Party == here.Party ? null : there.Party };

    static IReadOnlyList<string> Format(ColumnProfile column) => column.DateFormat is { Length: > 0 } format ? [format] : [];

    /// <summary>Files of which one tells since when or how long, another who left but not when.</summary>
    static TwoHalves? Halves(IReadOnlyList<Draft> drafts)
    {
        var spells = drafts.Where(draft => draft.Facts.Any(fact => fact.Fact == "spell")).ToList();
        var since = spells.FirstOrDefault(draft => !Leaves(draft) && (draft.Table.Find(Role.Tenure, draft.Party) ?? draft.Table.Find(Role.Joined, draft.Party)) is not null);
        var left = spells.FirstOrDefault(draft => draft != since && Leaves(draft) && draft.Table.Find(Role.Churned, draft.Party) is not null && draft.Table.Find(Role.Tenure, draft.Party) is null);
        return since is not null && left is not null ? new TwoHalves(since, left) : null;
    }

    static bool Leaves(Draft draft) => draft.Facts.Any(fact => fact.Fact == "spell" && fact.Columns.ContainsKey("left"));

    /// <summary>The day of joining in one table, whether somebody left in another.</summary>
    sealed record TwoHalves(Draft Since, Draft Left)
    {
        public void Complete(FileGroup group)
        {
            var churned = Left.Table.Find(Role.Churned, Left.Party)!;
            var flag = Since.Lookup(churned.Name, Of(Since, Left));
            var gone = $"{Quoted.Name(flag)} = {Quoted.Text(Roles.Churned(churned)!)}";
            var left = Since.Derive("left_on", $"CASE WHEN {gone} THEN DATE '{group.Today}' + 89 END");
            var reason = Left.Table.Find(Role.Reason, Left.Party) is { Distinct: <= 60 } told ? Quoted.Name(Since.Lookup(told.Name, Of(Since, Left))) : null;
            var why = Since.Derive("why", $"CASE WHEN {gone} THEN {(reason is null ? "'voluntary'" : $"coalesce({reason}, 'voluntary')")} END");
            Since.Replace("spell", [("left", Draft.From(left)!), ("leaving", Draft.From(why)!)]);
            Since.ReplaceIfThere("agreement", [("ended", Draft.From(left)!)]);
            Since.Comments.Add($"'{churned.Name}' of '{Left.Table.Name}' is looked up; '{Roles.Churned(churned)}' is read as having left, within the 90 days after {group.Today}.");
            Left.RemoveFacts("spell");
            Left.RemoveFacts("agreement");
            Left.Kind = "one row for each customer: who left, and properties";
            Left.Comments.RemoveAll(comment => comment.StartsWith("No column tells how long", StringComparison.Ordinal) || comment.Contains("is read as having left", StringComparison.Ordinal));
        }
    }
}
