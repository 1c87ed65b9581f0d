namespace Holdfast.Operations.Study;

/// <summary>Unit of time of a study of purchases.</summary>
public enum PurchasePeriod
{
    /// <summary>A day.</summary>
    Day,

    /// <summary>Seven days.</summary>
    Week,

    /// <summary>A twelfth of a year, 30.4375 days.</summary>
    Month,
}

/// <summary>Purchases: a log with one row per purchase (customer and date), or one row per customer (frequency, recency, age).</summary>
public abstract record PurchaseRequest : IGroupedStudy
{
    /// <summary>File with one row per purchase or per customer: CSV, TSV, JSON lines, Parquet or XLSX.</summary>
    [Place(Place.Input)]
    public required string File { get; init; }

    /// <summary>Column with the customer. Default where rows are customers: their number.</summary>
    public string? Customer { get; init; }

    /// <summary>Purchase log: column with the day of a purchase. Purchases of one customer on one day count as one.</summary>
    public string? Date { get; init; }

    /// <summary>Purchase log: unit of time. Default week.</summary>
    public PurchasePeriod Period { get; init; } = PurchasePeriod.Week;

    /// <summary>Purchase log: last day observed; purchases after it are left out. Default: the last day told.</summary>
    public string? Until { get; init; }

    /// <summary>One row per customer: column with the number of repeat purchases, the first one not counted.</summary>
    public string? Frequency { get; init; }

    /// <summary>One row per customer: column with the time from the first to the last purchase; 0 without a repeat.</summary>
    public string? Recency { get; init; }

    /// <summary>One row per customer: column with the time from the first purchase to the end of observation.</summary>
    public string? Age { get; init; }

    /// <summary>Column whose values part the rows into groups, a study of its own for each. Default: one study of all rows.</summary>
    public string? By { get; init; }

    /// <summary>Intervals hold with probability 1 - alpha. Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>SVG file to draw the answer into.</summary>
    [Place(Place.Output)]
    public string? Plot { get; init; }
}
