using Microsoft.Win32.SafeHandles;

namespace Holdfast.Store.Audit;

/// <summary>Reads the frames of a file one after another, up to its end or to a given length.</summary>
/// <param name="file">The file.</param>
/// <param name="offset">Where to begin.</param>
/// <param name="end">Where to end.</param>
sealed class FrameReader(SafeFileHandle file, long offset, long end)
{
    readonly byte[] _buffer = new byte[2 * (Frame.Limit + Frame.Overhead)];
    long _at = offset;
    int _from;
    int _to;

    /// <summary>Where the next frame begins.</summary>
    public long Offset => _at - (_to - _from);

    /// <summary>Whether nothing is left.</summary>
    public bool IsAtEnd => Offset >= end;

    /// <summary>Reads the next frame; the payload is valid until the next call.</summary>
    /// <returns>False at the end, or where no whole, unharmed frame stands.</returns>
    public bool TryRead(out ReadOnlySpan<byte> payload)
    {
        Fill();
        if (!Frame.TryRead(_buffer.AsSpan(_from, _to - _from), out payload)) return false;
        _from += payload.Length + Frame.Overhead;
        return true;
    }

    /// <summary>Goes on behind the next line feed after which a whole frame stands.</summary>
    /// <returns>False where there is none.</returns>
    public bool TrySkip()
    {
        while (true)
        {
            Fill();
            if (_to == _from) return false;
            var feed = _buffer.AsSpan(_from, _to - _from).IndexOf((byte)'\n');
            _from += feed < 0 ? _to - _from : feed + 1;
            Fill();
            if (Frame.TryRead(_buffer.AsSpan(_from, _to - _from), out _)) return true;
        }
    }

    void Fill()
    {
        if (_to - _from >= Frame.Limit + Frame.Overhead || _at >= end) return;
        _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
        (_from, _to) = (0, _to - _from);
        while (_to < _buffer.Length && _at < end)
        {
            var read = RandomAccess.Read(file, _buffer.AsSpan(_to, (int)Math.Min(_buffer.Length - _to, end - _at)), _at);
            if (read == 0) break;
            (_to, _at) = (_to + read, _at + read);
        }
    }
}
