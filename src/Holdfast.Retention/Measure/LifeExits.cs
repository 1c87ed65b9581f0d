using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Measure;

/// <summary>Which reason a life ended for: the customer's own word in a survey, else the clerk's, else an inferred one, else the agreement's code.</summary>
static class LifeExits
{
    const int DaysBefore = 31;
    const int DaysAfter = 180;

    internal static LifeExit? Of(History known, Life life, Day? nextJoined, Business business)
    {
        if (life.Left is not { } left) return null;
        string? survey = null, clerk = null, inferred = null;
        foreach (var exit in known.ExitReasons.Span)
        {
            var day = exit.At.Day;
            if (left - day > DaysBefore || day - (life.KnownLeft ?? left) > DaysAfter || nextJoined is { } next && day >= next) continue;
            var reason = known.Codes.Name(exit.Reason);
            switch (known.Codes.Name(exit.Source))
            {
                case "survey": survey = reason; break;
                case "inferred": inferred = reason; break;
                default: clerk = reason; break;
            }
        }

        var coded = life.EndReason.IsGiven ? known.Codes.Name(life.EndReason) : null;
        var (code, source) = survey is not null ? (survey, "survey")
            : clerk is not null ? (clerk, "clerk")
            : inferred is not null ? (inferred, "inferred")
            : coded is not null ? (coded, "agreement") : ("", "");
        business.Reasons.TryGetValue(code, out var meaning);
        return new(meaning?.Name ?? code, meaning, source, survey is null || clerk is null ? null : Name(survey, business) == Name(clerk, business));
    }

    static string Name(string code, Business business) => business.Reasons.TryGetValue(code, out var meaning) ? meaning.Name : code;
}
