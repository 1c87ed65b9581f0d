using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Facts;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Ingest;

/// <summary>How far a question can be answered.</summary>
public enum ReadyState
{
    /// <summary>All that it needs is told.</summary>
    Ready,

    /// <summary>Some of it is told.</summary>
    Partly,

    /// <summary>Nothing of it is told.</summary>
    Missing,
}

/// <summary>One question of a later stage.</summary>
/// <param name="Stage">The stage that answers it.</param>
/// <param name="Question">What is asked.</param>
/// <param name="State">How far it can be answered.</param>
/// <param name="There">What is told, with counts; "" where nothing is.</param>
/// <param name="Missing">What is not told; "" where nothing is missing.</param>
/// <param name="Mend">What to do about it; "" where nothing is to do.</param>
public sealed record ReadyItem(string Stage, string Question, ReadyState State, string There, string Missing, string Mend);

/// <summary>What the loaded facts can answer, by stage.</summary>
/// <param name="Items">The questions in the order of the loop.</param>
public sealed record ReadinessReport(IReadOnlyList<ReadyItem> Items);

/// <summary>
/// Says for each later stage what is there, what is missing and how to mend it. A need is a list of columns of which one is enough;
/// a question is ready where every need is met, partly where one is.
/// </summary>
static class Readiness
{
    static readonly Need Ends = new("ends", ["spell.left", "agreement.ended"], "map 'left' of spell or 'ended' of agreement, or choose churn by silence in holdfast.yaml");
    static readonly Need Joining = new("days of joining", ["spell.joined", "agreement.started", "event.at"], "map spell with 'joined'");
    static readonly Need Worth = new("what customers bring", ["position.revenue", "agreement.price", "event.amount"], "map positions with 'revenue', agreements with 'price', or events with 'amount'");
    static readonly Need Behaviour = new("behaviour", ["event.kind", "position.month", "attribute.name", "contact.at"], "map events, positions or attributes");
    static readonly Need Reach = new("ways to reach customers", ["contact_point.value"], "map contact_point with kind, value and consent");
    static readonly Need Arms = new("arms of trials", ["assignment.arm"], "map assignment with the arm, 'control' for those held out");
    static readonly Need Actions = new("actions", [ActionsGiven], "write actions.yaml (docs/workspace.md; holdfast init DIR --template bank shows one)");

    // Not a column: what the workspace itself says.
    const string ActionsGiven = "workspace.actions", AcquisitionCost = "workspace.acquisition", SilentChurn = "workspace.silent", Reasons = "workspace.reasons";

    static readonly Question[] Questions =
    [
        new("measure", "How many stay and leave?", [Joining, Ends with { AnyOf = [.. Ends.AnyOf, SilentChurn] }]),
        new("measure", "Where do they leave?", [new("places", ["spell.unit", "party.region", "spell.channel", "agreement.product"], "map 'unit' or 'channel' of spell, 'region' of party, 'product' of agreement"), new("branches and teams", ["unit.unit"], "map units with their parents")]),
        new("measure", "Why do they leave?", [new("reasons", ["exit_reason.reason", "spell.leaving"], "map exit_reason, or 'leaving' of spell"), new("a taxonomy", [Reasons], "list the codes under 'reasons' in holdfast.yaml")]),
        new("measure", "What does leaving cost?", [Worth, new("costs of winning customers", ["spell.acquisition_cost", AcquisitionCost], "map 'acquisition_cost' of spell, or set costs.acquisition in holdfast.yaml")]),
        new("measure", "What becomes of retention contacts?", [new("contacts with their purpose", ["contact.purpose"], "map 'purpose' of contact"), new("whether customers were reached", ["contact.reached"], "map 'reached' of contact"), new("offers", ["offer.action"], "map offer with 'accepted'")]),
        new("predict", "Who will leave?", [Ends with { AnyOf = [.. Ends.AnyOf, SilentChurn] }, Behaviour]),
        new("predict", "When, by which clock?", [Joining, new("clocks", ["agreement.promotion_ends", "agreement.term_ends"], "map 'promotion_ends' and 'term_ends' of agreement")]),
        new("predict", "What is a customer worth?", [Worth]),
        new("predict", "Whom would an action change?", [Arms, new("contacts by action", ["contact.action"], "map 'action' of contact to the ids of actions.yaml")]),
        new("segment", "Which stage of life is each in?", [Joining, new("acts of the customers", ["event.at"], "map events")]),
        new("segment", "What goes wrong for whom?", [new("complaints and incidents", ["event.kind"], "map complaints as events of kind 'complaint', failures as 'incident'"), new("words and scores", ["feedback.text", "feedback.score"], "map feedback")]),
        new("decide", "What may be done for whom?", [Actions, Reach, new("past contacts, for the caps", ["contact.at"], "map contact"), new("households", ["party.household"], "map 'household' of party")]),
        new("decide", "How much may spending rise?", [new("what customers pay", ["agreement.price", "position.revenue", "event.amount"], "map 'price' of agreement")]),
        new("act", "Whom to call, and how?", [Reach, new("names", ["party.name"], "map 'name' of party"), new("languages", ["party.language"], "map 'language' of party"), new("owners", ["spell.opened_by", "staff.staff"], "map 'opened_by' of spell, and staff")]),
        new("listen", "What do customers say?", [new("words", ["feedback.text", "exit_reason.words"], "map feedback with 'text'"), new("scores", ["feedback.score"], "map feedback with 'score' and 'scale_top'")]),
        new("learn", "What did an action bring?", [Arms, Worth]),
    ];

    /// <summary>Judges every question.</summary>
    public static ReadinessReport Of(ToldColumns told, Workspace workspace)
    {
        var given = new Dictionary<string, long>(told.Columns, StringComparer.Ordinal);
        if (workspace.Actions.Count > 0) given[ActionsGiven] = workspace.Actions.Count;
        if (workspace.Business.Costs.Acquisition > 0) given[AcquisitionCost] = 1;
        if (workspace.Business.Reasons.Count > 0) given[Reasons] = workspace.Business.Reasons.Count;
        if (workspace.Business.Churn.Any(churn => churn.Kind == ChurnKind.Silent) && given.TryGetValue("event.at", out var events)) given[SilentChurn] = events;
        return new ReadinessReport([.. Questions.Select(question => Judge(question, given))]);
    }

    /// <summary>The report in words, a line for each question.</summary>
    public static string Describe(ReadinessReport report)
    {
        var lines = new List<string>();
        foreach (var stage in report.Items.GroupBy(item => item.Stage))
        {
            lines.Add(stage.Key);
            foreach (var item in stage)
            {
                lines.Add($"  {Word(item.State),-8} {item.Question}{(item.There.Length > 0 ? " Told: " + item.There + "." : "")}");
                if (item.Missing.Length > 0) lines.Add($"           Not told: {item.Missing}. To mend it: {item.Mend}.");
            }
        }

        return string.Join(Environment.NewLine, lines);
    }

    static ReadyItem Judge(Question question, Dictionary<string, long> given)
    {
        var met = question.Needs.Where(need => need.AnyOf.Any(given.ContainsKey)).ToList();
        var unmet = question.Needs.Except(met).ToList();
        var state = unmet.Count == 0 ? ReadyState.Ready : met.Count == 0 ? ReadyState.Missing : ReadyState.Partly;
        var there = met.Select(need => $"{need.Name} ({string.Join(", ", need.AnyOf.Where(given.ContainsKey).Select(name => Shown(name, given[name])))})");
        return new ReadyItem(question.Stage, question.Asked, state, string.Join(", ", there), string.Join(", ", unmet.Select(need => need.Name)), string.Join("; ", unmet.Select(need => need.Mend)));
    }

    static string Shown(string name, long count) => name switch
    {
        ActionsGiven => FormattableString.Invariant($"{count} in actions.yaml"),
        AcquisitionCost => "costs.acquisition in holdfast.yaml",
        SilentChurn => "churn by silence",
        Reasons => FormattableString.Invariant($"{count} in holdfast.yaml"),
        _ => FormattableString.Invariant($"{name} {count:N0}"),
    };

    static string Word(ReadyState state) => state switch { ReadyState.Ready => "ready", ReadyState.Partly => "partly", _ => "missing" };

    /// <summary>Something a question needs.</summary>
    sealed record Need(string Name, IReadOnlyList<string> AnyOf, string Mend);

    /// <summary>A question and its needs.</summary>
    sealed record Question(string Stage, string Asked, IReadOnlyList<Need> Needs);
}
