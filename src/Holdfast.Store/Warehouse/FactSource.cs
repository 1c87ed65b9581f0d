namespace Holdfast.Store.Warehouse;

/// <summary>One kind's facts by customer, wherever they lie.</summary>
/// <typeparam name="T">The fact.</typeparam>
abstract class FactSource<T> : IDisposable
{
    /// <summary>The facts of a customer.</summary>
    public abstract ReadOnlyMemory<T> Take(int customer);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}

/// <summary>Opens the facts of every kind.</summary>
abstract class FactSources
{
    /// <summary>The facts of a kind.</summary>
    /// <param name="kind">Its name.</param>
    /// <param name="make">Makes a fact from a row.</param>
    public abstract FactSource<T> Open<T>(string kind, MakeFact<T> make);
}
