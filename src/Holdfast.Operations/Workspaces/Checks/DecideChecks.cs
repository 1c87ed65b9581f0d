using Holdfast.Operations.Workspaces.Schemas;
using Holdfast.Retention.Act;
using Holdfast.Retention.Decide;
using Holdfast.Retention.Decide.Rules;
using Holdfast.Retention.Listen;
using Holdfast.Retention.Segment;

namespace Holdfast.Operations.Workspaces.Checks;

/// <summary>What actions, segments, programmes and words must mean beyond their shape.</summary>
static class DecideChecks
{
    /// <summary>Adds what is wrong with the catalogue of actions to its faults.</summary>
    public static void Actions(Located<IReadOnlyList<RetentionAction>> file, SourceWords sources)
    {
        WordChecks.Unique(file, file.Value.Select(action => action.Id));
        for (var i = 0; i < file.Value.Count; i++)
        {
            var action = file.Value[i];
            Dates(file, action, i);
            WordChecks.Known(file, (action.Product, "product"), sources.Products, i, "product");
            WordChecks.Known(file, (action.Experiment, "experiment"), sources.Experiments, i, "experiment");
            foreach (var language in action.Offer.Keys.Where(tag => !WordChecks.IsLanguage(tag)))
            {
                file.FaultAtKey(language, $"the language '{language}'", "a BCP 47 tag such as en, fa or zh-Hans", i, "offer");
            }

            WordChecks.Condition(file, action.EligibleWhen, i, "eligible_when");
            if (action.Channels.Count == 0)
            {
                file.Fault("no channel", "at least one channel, best first", i, "channels");
            }
        }
    }

    /// <summary>Adds what is wrong with the policy to its faults.</summary>
    public static void Policy(Located<Policy> file)
    {
        for (var i = 0; i < file.Value.Off.Count; i++)
        {
            if (!PolicyRules.Names.Contains(file.Value.Off[i]))
            {
                file.Fault($"the rule '{file.Value.Off[i]}'", Closest.Allowed(file.Value.Off[i], [.. PolicyRules.Names]), "off", i);
            }
        }
    }

    /// <summary>Adds what is wrong with the named segments to their faults.</summary>
    public static void Segments(Located<IReadOnlyList<SegmentRule>> file)
    {
        WordChecks.Unique(file, file.Value.Select(segment => segment.Id));
        for (var i = 0; i < file.Value.Count; i++)
        {
            WordChecks.Condition(file, file.Value[i].When, i, "when");
            if (file.Value[i].Id == "rest")
            {
                file.Fault("the id 'rest'", "another id: 'rest' is where no segment fits", i, "id");
            }
        }
    }

    /// <summary>Adds what is wrong with the programmes to their faults; <paramref name="actions"/> are the ids, null where unknown.</summary>
    public static void Programmes(Located<Programmes> file, IReadOnlyCollection<string>? actions)
    {
        WordChecks.Unique(file, file.Value.Onboarding.Select(step => step.Id), "onboarding");
        WordChecks.Unique(file, file.Value.Loyalty.Select(tier => tier.Id), "loyalty");
        WordChecks.Unique(file, file.Value.Promises.Select(promise => promise.Id), "promises");
        WordChecks.Unique(file, file.Value.Surveys.Select(survey => survey.Id), "surveys");
        for (var i = 0; i < file.Value.Onboarding.Count; i++)
        {
            if (file.Value.Onboarding[i].Action is { } action && actions is not null && !actions.Contains(action))
            {
                file.Fault($"the action '{action}'", Closest.Allowed(action, actions), "onboarding", i, "action");
            }
        }
    }

    /// <summary>Adds what is wrong with one language's words to their faults; <paramref name="reasons"/> are the codes, null where unknown.</summary>
    public static void Words(Located<Words> file, IReadOnlyCollection<string>? reasons)
    {
        var language = Path.GetFileNameWithoutExtension(file.File);
        if (!WordChecks.IsLanguage(language))
        {
            file.Fault($"a file named '{language}'", "the name is the language: a BCP 47 tag such as en");
        }

        Statements(file, ("failures", file.Value.Failures), reasons);
        Statements(file, ("successes", file.Value.Successes), reasons);
    }

    static void Dates(Located<IReadOnlyList<RetentionAction>> file, RetentionAction action, int index)
    {
        WordChecks.Day(file, action.From, index, "from");
        WordChecks.Day(file, action.Until, index, "until");
        if (Retention.Facts.Day.TryParse(action.From, out var from) && Retention.Facts.Day.TryParse(action.Until, out var until) && until <= from)
        {
            file.Fault($"until {until}, not after from {from}", $"a day after {from}", index, "until");
        }
    }

    static void Statements(Located<Words> file, (string Key, IReadOnlyList<Statement> List) said, IReadOnlyCollection<string>? reasons)
    {
        for (var i = 0; i < said.List.Count; i++)
        {
            var statement = said.List[i];
            if (!file.Value.Needs.ContainsKey(statement.Need))
            {
                file.Fault($"the need '{statement.Need}'", Closest.Allowed(statement.Need, [.. file.Value.Needs.Keys]), said.Key, i, "need");
            }

            if (statement.Reason is { } reason && reasons is not null && !reasons.Contains(reason))
            {
                file.Fault($"the reason '{reason}'", Closest.Allowed(reason, reasons), said.Key, i, "reason");
            }
        }
    }
}
