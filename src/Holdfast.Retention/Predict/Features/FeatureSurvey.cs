using System.Runtime.InteropServices;
using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Predict.Features;

/// <summary>
/// Looks at all histories once and chooses the words that become features: kinds, channels and products that at least 1 % of
/// the customers have, the most common first, and the levels of attributes (at most 20 an attribute, each with at least 1 %).
/// </summary>
public sealed class FeatureSurvey
{
    const int MostKinds = 18;
    const int MostChannels = 8;
    const int MostProducts = 15;
    const int MostLevels = 20;
    const double LeastShare = 0.01;

    readonly Dictionary<string, int> _kinds = new(StringComparer.Ordinal);
    readonly Dictionary<string, int> _channels = new(StringComparer.Ordinal);
    readonly Dictionary<string, int> _products = new(StringComparer.Ordinal);
    readonly Dictionary<string, int> _origins = new(StringComparer.Ordinal);
    readonly Dictionary<string, AttributeCount> _attributes = new(StringComparer.Ordinal);
    readonly HashSet<int> _seenKinds = [];
    readonly HashSet<int> _seenChannels = [];
    readonly HashSet<int> _seenProducts = [];
    int _customers;

    /// <summary>Attributes that only number the customers, found by <see cref="Plan"/>: they are left out.</summary>
    public IReadOnlyList<string> Identifiers { get; private set; } = [];

    /// <summary>Adds one customer.</summary>
    /// <param name="history">The facts as known at the end of the data.</param>
    /// <param name="lives">The customer's lives.</param>
    public void Add(History history, IReadOnlyList<Life> lives)
    {
        _customers++;
        AddEvents(history);
        _seenProducts.Clear();
        foreach (var agreement in history.Agreements.Span) CountOnce(agreement.Product, _seenProducts, _products, history.Codes);
        if (lives.Count > 0 && lives[0].Channel.IsGiven) Count(_origins, history.Codes.Name(lives[0].Channel));
        foreach (ref readonly var attribute in history.Attributes.Span)
            Attribute(history.Codes.Name(attribute.Name)).Add(attribute.Text.IsGiven ? history.Codes.Name(attribute.Text) : null, attribute.Number);
        if (history.Parties.IsEmpty) return;
        foreach (var (name, word) in PartyWords.Of(history.Parties.Span[^1]))
        {
            if (word is not null) Attribute(name).Add(word, double.NaN);
        }
    }

    /// <summary>The plan of features for what was seen.</summary>
    /// <param name="business">Whose words name complaints, binding services and protected attributes.</param>
    /// <param name="refused">Attributes that must not be used.</param>
    public FeaturePlan Plan(Business business, IReadOnlySet<string> refused)
    {
        var names = _attributes.Keys.Where(name => !refused.Contains(name)).Order(StringComparer.Ordinal).ToList();
        Identifiers = [.. names.Where(name => _attributes[name].IsIdentifier(_customers))];
        names = [.. names.Except(Identifiers, StringComparer.Ordinal)];
        return new FeaturePlan
        {
            ObservationDays = business.Horizons.ObservationDays,
            Kinds = Common(_kinds, MostKinds),
            Channels = Common(_channels, MostChannels),
            Products = Common(_products, MostProducts),
            Origins = Common(_origins, MostChannels),
            Numbers = [.. names.Where(name => _attributes[name].IsNumber)],
            Levels = [.. names.SelectMany(name => Common(_attributes[name].Words, MostLevels).Select(level => new AttributeLevel(name, level)))],
            Complaints = business.ComplaintKinds,
            ComplaintsClosed = [.. business.ComplaintClosedKinds.Where(_kinds.ContainsKey)],
            Incidents = business.BadTouchpointKinds,
            Fees = business.FeeKinds,
            PriceRises = business.PriceRiseKinds,
            Sticky = business.StickyProducts,
            InclinedOutcomes = business.InclinedOutcomes,
            AuditOnly = business.AuditOnlyAttributes,
            Unspoken = business.UnspokenAttributes,
        };
    }

    void AddEvents(History history)
    {
        _seenKinds.Clear();
        _seenChannels.Clear();
        foreach (ref readonly var happened in history.Events.Span)
        {
            CountOnce(happened.Kind, _seenKinds, _kinds, history.Codes);
            CountOnce(happened.Channel, _seenChannels, _channels, history.Codes);
        }
    }

    List<string> Common(Dictionary<string, int> counts, int most) =>
    [
        .. counts.Where(word => word.Value >= LeastShare * _customers)
            .OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal)
            .Take(most).Select(word => word.Key),
    ];

    AttributeCount Attribute(string name)
    {
        if (!_attributes.TryGetValue(name, out var count)) _attributes[name] = count = new AttributeCount();
        return count;
    }

    static void CountOnce(Code code, HashSet<int> seen, Dictionary<string, int> counts, Codes codes)
    {
        if (code.IsGiven && seen.Add(code.Index)) Count(counts, codes.Name(code));
    }

    static void Count(Dictionary<string, int> counts, string word) =>
        CollectionsMarshal.GetValueRefOrAddDefault(counts, word, out _)++;

    sealed class AttributeCount
    {
        readonly HashSet<double> _different = [];
        int _numbers;
        bool _whole = true;

        public Dictionary<string, int> Words { get; } = new(StringComparer.Ordinal);

        public bool IsNumber => _numbers > 0 && _numbers >= Words.Values.Sum();

        public void Add(string? word, double number)
        {
            if (word is not null) Count(Words, word);
            if (double.IsNaN(number)) return;
            _numbers++;
            _whole &= number == Math.Floor(number);
            _different.Add(number);
        }

        /// <summary>Whole numbers, all different, for nearly every customer.</summary>
        public bool IsIdentifier(int customers) =>
            IsNumber && _whole && customers >= 100 && _numbers >= 0.95 * customers && _different.Count >= 0.999 * _numbers;
    }
}
