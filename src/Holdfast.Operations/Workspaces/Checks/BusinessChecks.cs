using System.Globalization;
using Holdfast.Operations.Jobs;
using Holdfast.Operations.Workspaces.Schemas;
using Holdfast.Retention.Facts;

namespace Holdfast.Operations.Workspaces.Checks;

/// <summary>What holdfast.yaml must mean beyond its shape.</summary>
static class BusinessChecks
{
    static readonly Lazy<IReadOnlyCollection<string>> Currencies = new(() => [.. CultureInfo.GetCultures(CultureTypes.SpecificCultures)
        .Select(Currency).OfType<string>().Distinct().Order(StringComparer.Ordinal)]);

    /// <summary>Adds what is wrong to the file's faults.</summary>
    public static void Check(Located<Business> file)
    {
        var (currency, zone) = (file.Value.Currency, file.Value.TimeZone);
        if (!Currencies.Value.Contains(currency))
        {
            file.Fault($"the currency '{currency}'", "an ISO 4217 code such as EUR" + Near(currency, Currencies.Value), "currency");
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            var zones = TimeZoneInfo.GetSystemTimeZones(skipSorting: true).Select(known => known.Id);
            file.Fault($"the time zone '{zone}'", "an IANA time zone such as Europe/Kyiv" + Near(zone, zones), "time_zone");
        }

        CheckLanguages(file);
        CheckChurn(file);
        CheckReasons(file);
        CheckDays(file);
        CheckNightly(file);
    }

    static void CheckNightly(Located<Business> file)
    {
        if (file.Value.Nightly.At is { } at && !TimeOnly.TryParseExact(at, NightlySchedule.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            file.Fault($"the time '{at}'", "a time of day from 00:00 to 23:59 such as 02:30", "nightly", "at");
        }
    }

    static void CheckDays(Located<Business> file)
    {
        WordChecks.Day(file, file.Value.RecordsSince, "records_since");
        for (var i = 0; i < file.Value.AcceptedMassEndings.Count; i++)
        {
            WordChecks.Day(file, file.Value.AcceptedMassEndings[i], "accepted_mass_endings", i);
        }
    }

    static string Near(string word, IEnumerable<string> known) => Closest.To(word, known) is { } near ? $" (did you mean {near}?)" : "";

    // Some cultures have no region of their own, and the runtime says so by throwing.
    static string? Currency(CultureInfo culture)
    {
        try
        {
            return new RegionInfo(culture.Name).ISOCurrencySymbol is { Length: 3 } code ? code : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    static void CheckLanguages(Located<Business> file)
    {
        if (file.Value.Languages.Count == 0)
        {
            file.Fault("no language", "at least one BCP 47 tag such as en", "languages");
        }

        for (var i = 0; i < file.Value.Languages.Count; i++)
        {
            if (!WordChecks.IsLanguage(file.Value.Languages[i]))
            {
                file.Fault($"the language '{file.Value.Languages[i]}'", "a BCP 47 tag such as en, fa or zh-Hans", "languages", i);
            }
        }
    }

    static void CheckChurn(Located<Business> file)
    {
        if (file.Value.Churn.Count == 0)
        {
            file.Fault("no definition of churn", "at least one: closed, not_renewed, silent or partial", "churn");
        }

        var seen = new HashSet<(ChurnKind, string?)>();
        for (var i = 0; i < file.Value.Churn.Count; i++)
        {
            if (!seen.Add((file.Value.Churn[i].Kind, file.Value.Churn[i].Product)))
            {
                file.Fault("the same kind of churn for the same product again", "each once", "churn", i);
            }
        }
    }

    static void CheckReasons(Located<Business> file)
    {
        foreach (var (code, _) in file.Value.Reasons.Where(reason => reason.Value.Kind == Leaving.None))
        {
            file.Fault("the kind 'none' for a reason to leave", "voluntary, involuntary or administrative", "reasons", code, "kind");
        }
    }
}
