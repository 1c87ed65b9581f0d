namespace Holdfast.Retention.Decide;

/// <summary>Counts a plan.</summary>
static class PlanReports
{
    const double WithinErrors = 4;

    public static PlanReport Of(Looked[] looked, Decision[] decisions, AllocationOutcome outcome, Policy policy)
    {
        var chosen = decisions.Where(decision => decision.Action is not null).ToArray();
        var treated = chosen.Where(decision => decision.Arm == Arm.Treatment).ToArray();
        return new PlanReport(
            Actions(chosen),
            RuleCounts.Of(looked),
            new LimitUse(policy.Budget, treated.Sum(decision => decision.Cost), chosen.Sum(decision => decision.Cost)),
            new LimitUse(policy.StaffMinutes, treated.Sum(decision => (long)decision.StaffMinutes), chosen.Sum(decision => (long)decision.StaffMinutes)),
            chosen.Sum(decision => decision.Margin),
            outcome.Gap,
            outcome.DualPrices,
            Control(decisions, policy),
            new DecisionFunnel(
                looked.Length,
                looked.Count(one => one.Candidates.Any(candidate => candidate.IsPermitted)),
                looked.Count(one => one.Options.Count > 0),
                chosen.Length,
                treated.Length),
            Told(looked));
    }

    static ToldOfTheBase Told(Looked[] looked)
    {
        if (looked.Length == 0) return new ToldOfTheBase(false, false, int.MaxValue);
        var setting = looked[0].Customer.Setting;
        return new ToldOfTheBase(setting.ReachesAreTold, setting.AppliedIsTold, setting.MostContactedFrom);
    }

    static ActionCount[] Actions(Decision[] chosen) =>
    [
        .. chosen.GroupBy(decision => decision.Action!, StringComparer.Ordinal)
            .Select(group => new ActionCount(group.Key, group.Count(), group.Count(decision => decision.Arm == Arm.Treatment), group.Sum(decision => decision.Margin)))
            .OrderByDescending(count => count.Customers)
            .ThenBy(count => count.Action, StringComparer.Ordinal),
    ];

    static ControlGroup Control(Decision[] decisions, Policy policy)
    {
        var eligible = decisions.Count(decision => decision.Propensity < 1);
        var held = decisions.Count(decision => decision.Arm == Arm.Control);
        var share = policy.ControlShare;
        var error = Math.Sqrt(share * (1 - share) / Math.Max(1, eligible));
        var within = eligible == 0 || Math.Abs((double)held / eligible - share) <= WithinErrors * error;
        return new ControlGroup(share, eligible, held, within);
    }
}

/// <summary>Counts what each rule refused and what that cost.</summary>
static class RuleCounts
{
    public static RuleCount[] Of(Looked[] looked)
    {
        var counts = new Dictionary<string, (int Customers, int Only, long Price)>(StringComparer.Ordinal);
        foreach (var one in looked)
        {
            foreach (var rule in one.Candidates.SelectMany(candidate => candidate.Refusals).Select(refusal => refusal.Rule).Distinct(StringComparer.Ordinal))
            {
                var (customers, only, price) = counts.GetValueOrDefault(rule);
                counts[rule] = (customers + 1, only + (IsOnlyRefuser(one, rule) ? 1 : 0), price + Price(one, rule));
            }
        }

        return
        [
            .. counts.Select(pair => new RuleCount(pair.Key, pair.Value.Customers, pair.Value.Only, pair.Value.Price))
                .OrderByDescending(count => count.PriceMinor)
                .ThenByDescending(count => count.Customers)
                .ThenBy(count => count.Rule, StringComparer.Ordinal),
        ];
    }

    /// <summary>Whether the customer's best action of all, worth more than it costs, was stopped by this rule alone.</summary>
    static bool IsOnlyRefuser(Looked one, string rule)
    {
        var best = one.Candidates.OrderByDescending(candidate => candidate.Value.Margin).ThenBy(candidate => candidate.Action.Id, StringComparer.Ordinal).First();
        return best.Value.Margin > 0 && IsStoppedAloneBy(best, rule);
    }

    /// <summary>What the best action stopped by this rule alone would add over the best permitted one.</summary>
    static long Price(Looked one, string rule)
    {
        var permitted = one.Options.Select(candidate => candidate.Value.Margin).DefaultIfEmpty(0).Max();
        var stopped = one.Candidates.Where(candidate => IsStoppedAloneBy(candidate, rule)).Select(candidate => candidate.Value.Margin).DefaultIfEmpty(0).Max();
        return Math.Max(0, stopped - permitted);
    }

    static bool IsStoppedAloneBy(Candidate candidate, string rule) => candidate.Refusals.Count == 1 && candidate.Refusals[0].Rule == rule;
}
