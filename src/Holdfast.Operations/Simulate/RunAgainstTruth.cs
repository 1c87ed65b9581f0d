using System.Globalization;

namespace Holdfast.Operations.Simulate;

/// <summary>A run against the truth.</summary>
public sealed record RunAgainstTruth
{
    /// <summary>Seed of the world; null where it was there before.</summary>
    public long? Seed { get; init; }

    /// <summary>Day of the run.</summary>
    public required string AsOf { get; init; }

    /// <summary>Customers compared: scored and truly there.</summary>
    public required int Customers { get; init; }

    /// <summary>Scored customers who had truly left in silence before; they are left out of all but the plans.</summary>
    public required int GoneInSilence { get; init; }

    /// <summary>Rank correlation of predicted and true risk, -1..1.</summary>
    public required double Spearman { get; init; }

    /// <summary>That of trees over the same features that were taught the truth and judge customers they never saw; null without XGBoost or with too few customers.</summary>
    public required double? AttainableSpearman { get; init; }

    /// <summary>Slope of the true probability's log-odds on the predicted ones; 1 is right, NaN where nothing varies.</summary>
    public required double CalibrationSlope { get; init; }

    /// <summary>The same on who did leave, as a bank would see it.</summary>
    public required double SlopeOnWhatCameToPass { get; init; }

    /// <summary>Mean predicted and true risk by tenth of predicted risk, lowest first.</summary>
    public required IReadOnlyList<RiskDecile> Deciles { get; init; }

    /// <summary>AUC of the true risk on what came to pass.</summary>
    public required double TruthAuc { get; init; }

    /// <summary>AUC of the predicted risk on what came to pass.</summary>
    public required double PredictedAuc { get; init; }

    /// <summary>What plans truly bring.</summary>
    public required PlanMargins Margins { get; init; }

    /// <summary>Who is driven away by contact.</summary>
    public required DrivenAwayCount DrivenAway { get; init; }

    /// <summary>The plan by action, commonest first.</summary>
    public required IReadOnlyList<PlannedAction> Actions { get; init; }

    /// <summary>The comparison in words.</summary>
    public string Describe()
    {
        var lines = new List<string>
        {
            Line($"{Customers:N0} customers as of {AsOf}; {GoneInSilence:N0} more were scored but had left in silence"),
            Line($"rank correlation of predicted and true risk {Spearman:F3}")
                + (AttainableSpearman is { } attainable ? Line($", attainable {attainable:F3}: {Spearman / attainable:P0} of it") : ""),
            Line($"calibration slope {CalibrationSlope:F2} on the true risk, {SlopeOnWhatCameToPass:F2} on what came to pass"),
            Line($"AUC on what came to pass: truth {TruthAuc:F3}, prediction {PredictedAuc:F3}"),
            "predicted and true risk by tenth:",
        };
        lines.AddRange(Deciles.Select((d, i) => Line($"  {i + 1,2}  {d.Predicted:P2}  {d.True:P2}")));
        lines.Add(Line($"true incremental margin of the plan {Margins.Plan / 100:N0}; it truly costs {Margins.PlanCost / 100:N0} of the budget"));
        lines.Add(Line($"  best possible under the policy {Margins.Best / 100:N0}, rules aside {Margins.BestRulesAside / 100:N0}"));
        lines.Add(Line($"  by risk only {Margins.ByRisk / 100:N0}, by risk x value {Margins.ByValueAtRisk / 100:N0}, at random {Margins.Random / 100:N0}, without learning {Margins.WithoutLearning / 100:N0}"));
        lines.AddRange(Actions.Select(a => Line($"  {a.Customers,5:N0} x {a.Action}: expected {a.Expected / 100:N0}, truly {a.True / 100:N0}")));
        lines.Add(Line($"driven away by contact: {DrivenAway.Share:P1} of all, {DrivenAway.ContactedShare:P1} of the {DrivenAway.Contacted:N0} to be contacted"));
        return string.Join('\n', lines);
    }

    static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>True incremental margins of plans within the same budget and hours, minor units.</summary>
public sealed record PlanMargins
{
    /// <summary>The decided plan, those held out included.</summary>
    public required double Plan { get; init; }

    /// <summary>What the decided plan truly costs of the budget.</summary>
    public required double PlanCost { get; init; }

    /// <summary>Customers at random, each with a permitted action at random; mean of 20 plans.</summary>
    public required double Random { get; init; }

    /// <summary>Customers of the highest predicted risk, each with the permitted action the catalogue's figures hold worth most.</summary>
    public required double ByRisk { get; init; }

    /// <summary>The same by predicted risk x value.</summary>
    public required double ByValueAtRisk { get; init; }

    /// <summary>The same allocation as the decided plan's, with the catalogue's figures instead of what was learned.</summary>
    public required double WithoutLearning { get; init; }

    /// <summary>The best plan the policy permits, the truth known.</summary>
    public required double Best { get; init; }

    /// <summary>The best plan with every rule aside, the truth known.</summary>
    public required double BestRulesAside { get; init; }

    /// <summary>The better of the two plans that go by risk.</summary>
    public double RiskOnly => Math.Max(ByRisk, ByValueAtRisk);
}

/// <summary>How many are driven away by contact.</summary>
/// <param name="Customers">All customers compared.</param>
/// <param name="DrivenAway">Of them, driven away by contact.</param>
/// <param name="Contacted">Customers to be contacted, those held out included.</param>
/// <param name="DrivenAwayContacted">Of them, driven away by contact.</param>
public sealed record DrivenAwayCount(int Customers, int DrivenAway, int Contacted, int DrivenAwayContacted)
{
    /// <summary>Share of all customers, 0..1.</summary>
    public double Share => Customers == 0 ? 0 : DrivenAway / (double)Customers;

    /// <summary>Share of those to be contacted, 0..1.</summary>
    public double ContactedShare => Contacted == 0 ? 0 : DrivenAwayContacted / (double)Contacted;
}

/// <summary>What one action of the plan was expected to bring and truly brings. Money in minor units.</summary>
/// <param name="Action">Id of the action.</param>
/// <param name="Customers">Customers it was chosen for, those held out included.</param>
/// <param name="Expected">Incremental margin the run expected.</param>
/// <param name="True">True incremental margin.</param>
public sealed record PlannedAction(string Action, int Customers, double Expected, double True);

/// <summary>One tenth of the customers by predicted risk.</summary>
/// <param name="Predicted">Mean predicted churn probability, 0..1.</param>
/// <param name="True">Mean true churn probability, 0..1.</param>
public sealed record RiskDecile(double Predicted, double True);
