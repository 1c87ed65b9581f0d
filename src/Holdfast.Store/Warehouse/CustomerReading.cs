using Holdfast.Retention.Facts;

namespace Holdfast.Store.Warehouse;

/// <summary>What is carried along while one customer's facts are read.</summary>
sealed class CustomerReading(Codes codes)
{
    readonly List<byte[]> _agreements = [];
    int _latest;

    /// <summary>The dictionary of codes.</summary>
    public Codes Codes => codes;

    /// <summary>Reads words as codes.</summary>
    public CodeReader Words { get; } = new(codes);

    /// <summary>Whether a fact of the customer was learned after it happened or was replaced.</summary>
    public bool HasLateFacts { get; set; }

    /// <summary>Goes to the next customer.</summary>
    public void Clear()
    {
        _agreements.Clear();
        _latest = 0;
        HasLateFacts = false;
    }

    /// <summary>The number of an agreement, a new one where it was not seen: agreements come in the order of start and id.</summary>
    public int AddAgreement(ReadOnlySpan<byte> id)
    {
        var number = AgreementNumber(id);
        if (number >= 0) return number;
        _agreements.Add(id.ToArray());
        return _agreements.Count - 1;
    }

    /// <summary>The number of an agreement of the customer; -1 where it is not one.</summary>
    public int AgreementNumber(ReadOnlySpan<byte> id)
    {
        if (_latest < _agreements.Count && id.SequenceEqual(_agreements[_latest])) return _latest;
        for (var i = 0; i < _agreements.Count; i++)
        {
            if (id.SequenceEqual(_agreements[i])) return _latest = i;
        }

        return -1;
    }
}
