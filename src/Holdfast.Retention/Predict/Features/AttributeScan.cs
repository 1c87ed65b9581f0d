using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Predict.Features;

/// <summary>The named properties held at a cut-off, and the bands of the party itself.</summary>
sealed class AttributeScan
{
    readonly CodeSlots _numberNames;
    readonly CodeSlots _wordNames;
    readonly double[] _numbers;
    readonly string?[] _words;
    readonly int _region, _income, _risk, _language;

    public AttributeScan(FeaturePlan plan)
    {
        _numberNames = new(plan.Numbers);
        var names = plan.Levels.Select(l => l.Attribute).Distinct(StringComparer.Ordinal).ToList();
        _wordNames = new(names);
        _numbers = new double[plan.Numbers.Count];
        _words = new string?[names.Count];
        (_region, _income) = (names.IndexOf(PartyWords.Region), names.IndexOf(PartyWords.Income));
        (_risk, _language) = (names.IndexOf(PartyWords.Risk), names.IndexOf(PartyWords.Language));
        Names = names;
    }

    public IReadOnlyList<string> Names { get; }

    public int AgeDays { get; private set; }

    public bool Company { get; private set; }

    public int WorkingContacts { get; private set; }

    public double Number(int slot) => _numbers[slot];

    public string? Word(int slot) => _words[slot];

    public void Read(History view, Day cutoff)
    {
        Array.Fill(_numbers, double.NaN);
        Array.Clear(_words);
        foreach (ref readonly var attribute in view.Attributes.Span)
        {
            var number = _numberNames.Of(attribute.Name, view.Codes);
            if (number >= 0) _numbers[number] = attribute.Number;
            var word = _wordNames.Of(attribute.Name, view.Codes);
            if (word >= 0) _words[word] = attribute.Text.IsGiven ? view.Codes.Name(attribute.Text) : null;
        }

        ReadParty(view, cutoff);
        WorkingContacts = 0;
        foreach (var point in view.ContactPoints.Span)
        {
            if (!point.State.IsGiven || view.Codes.Name(point.State) == "works") WorkingContacts++;
        }
    }

    void ReadParty(History view, Day cutoff)
    {
        AgeDays = -1;
        Company = false;
        if (view.Parties.IsEmpty) return;
        var party = view.Parties.Span[^1];
        if (party.BirthDate is { } birth && birth < cutoff) AgeDays = cutoff - birth;
        Company = party.Kind == PartyKind.Company;
        if (_region >= 0) _words[_region] = party.Region;
        if (_income >= 0) _words[_income] = party.IncomeBand;
        if (_risk >= 0) _words[_risk] = party.RiskBand;
        if (_language >= 0) _words[_language] = party.Language;
    }
}

/// <summary>Names under which the words of a party stand among the attributes.</summary>
static class PartyWords
{
    public const string Region = "region";
    public const string Income = "income band";
    public const string Risk = "risk band";
    public const string Language = "language";

    public static IEnumerable<(string Name, string? Word)> Of(Party party) =>
        [(Region, party.Region), (Income, party.IncomeBand), (Risk, party.RiskBand), (Language, party.Language)];
}
