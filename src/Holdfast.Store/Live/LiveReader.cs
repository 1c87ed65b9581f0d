using Holdfast.Retention.Facts;
using Holdfast.Store.Warehouse;

namespace Holdfast.Store.Live;

/// <summary>Reads one customer after the other; for one thread.</summary>
public sealed class LiveReader : IDisposable
{
    readonly Func<LiveState> _state;
    LiveState? _seen;
    LiveSources? _sources;
    HistoryReader? _histories;

    internal LiveReader(Func<LiveState> state) => _state = state;

    /// <summary>A customer's history with everything that arrived by now; null where nothing is known of the id.</summary>
    /// <param name="id">Any id the customer is known under.</param>
    /// <remarks><b>Cost</b>: O(facts of the customer); nothing is read but that customer's rows.</remarks>
    public History? Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        LiveState state;
        do state = _state();
        while (!state.Enter());
        try
        {
            return Find(state, id);
        }
        finally
        {
            state.Leave();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _histories?.Dispose();

    History? Find(LiveState state, string id)
    {
        if (!ReferenceEquals(state, _seen)) Begin(state);
        var place = state.Pack.Find(id);
        var customer = place < 0 ? id : state.Pack.Customer(place);
        var tail = state.Tail.IsEmpty ? null : state.Tail.GetValueOrDefault(customer);
        if (place < 0 && tail is null) return null;
        _sources!.Tail = tail;
        var history = _histories!.Take(place, customer);
        return place >= 0 && state.Pack.ToldAs(place) is { Count: > 0 } told ? history with { ToldAs = told } : history;
    }

    void Begin(LiveState state)
    {
        _histories?.Dispose();
        var customer = new CustomerReading(state.Pack.Codes);
        _sources = new LiveSources(state.Pack, customer);
        _histories = new HistoryReader(customer, _sources);
        _seen = state;
    }
}

/// <summary>The facts of a pack, with those of one customer's tail in their place.</summary>
sealed class LiveSources(HistoryPack pack, CustomerReading customer) : FactSources
{
    /// <summary>The kinds of the customer being read of which facts arrived.</summary>
    public IReadOnlyDictionary<string, LooseRows>? Tail { get; set; }

    /// <inheritdoc/>
    public override FactSource<T> Open<T>(string kind, MakeFact<T> make) => new LiveSource<T>(this, kind, make);

    sealed class LiveSource<T>(LiveSources sources, string kind, MakeFact<T> make) : FactSource<T>
    {
        readonly PackCells? _packed = sources.Packed(kind);

        public override ReadOnlyMemory<T> Take(int customer)
        {
            if (sources.Tail?.GetValueOrDefault(kind) is { } rows) return Made(rows, 0, rows.Count);
            if (_packed is null || customer < 0) return default;
            var (from, to) = _packed.Rows(customer);
            return from == to ? default : Made(_packed, from, to);
        }

        T[] Made(FactCells cells, int from, int to)
        {
            var facts = new T[to - from];
            for (var row = from; row < to; row++)
            {
                var read = new FactRow(cells, row, sources.Customer);
                if (read.IsLate) sources.Customer.HasLateFacts = true;
                facts[row - from] = make(read);
            }

            return facts;
        }
    }

    CustomerReading Customer => customer;

    PackCells? Packed(string kind) => pack.Kinds.GetValueOrDefault(kind);
}
