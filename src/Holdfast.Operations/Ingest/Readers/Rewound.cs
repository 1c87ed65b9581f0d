namespace Holdfast.Operations.Ingest.Readers;

/// <summary>A stream of which the first bytes were already taken: they are given out first.</summary>
sealed class Rewound(byte[] taken, int from, Stream rest) : ForwardStream
{
    int _at = from;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_at >= taken.Length) return rest.Read(buffer, offset, count);
        var given = Math.Min(count, taken.Length - _at);
        Buffer.BlockCopy(taken, _at, buffer, offset, given);
        _at += given;
        return given;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) rest.Dispose();
        base.Dispose(disposing);
    }
}
