using System.Numerics;
using System.Security.Cryptography;

namespace Holdfast.Store.Audit;

/// <summary>
/// A Merkle tree that grows by one record at a time and keeps only the roots of its complete subtrees, the largest first.
/// <b>Source</b>: RFC 9162, Certificate Transparency Version 2.0, section 2.1. <b>Cost</b>: one hash of the record and one of two hashes
/// for each record added, and as many hashes as the size has bits for a root.
/// </summary>
sealed class MerkleTree
{
    /// <summary>Length of a hash, bytes.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    readonly List<byte[]> _subtrees = [];

    /// <summary>Makes an empty tree.</summary>
    public MerkleTree()
    {
    }

    /// <summary>Makes the tree of so many records from the roots of its complete subtrees, the largest first.</summary>
    /// <exception cref="ArgumentException">There are not as many roots as the size has bits that are set.</exception>
    public MerkleTree(long size, IEnumerable<byte[]> subtrees)
    {
        _subtrees.AddRange(subtrees);
        Size = size;
        if (size < 0 || _subtrees.Count != BitOperations.PopCount((ulong)size) || _subtrees.Exists(hash => hash.Length != HashLength))
            throw new ArgumentException($"{_subtrees.Count} subtrees do not make a tree of {size} records.", nameof(subtrees));
    }

    /// <summary>Records in the tree.</summary>
    public long Size { get; private set; }

    /// <summary>Roots of the complete subtrees, the largest first.</summary>
    public IReadOnlyList<byte[]> Subtrees => _subtrees;

    /// <summary>Adds a record by the hash of its leaf.</summary>
    public void Add(byte[] leaf)
    {
        var hash = leaf;
        for (var full = Size; (full & 1) == 1; full >>= 1)
        {
            hash = Node(_subtrees[^1], hash);
            _subtrees.RemoveAt(_subtrees.Count - 1);
        }

        _subtrees.Add(hash);
        Size++;
    }

    /// <summary>The root: that of the empty tree is the hash of nothing.</summary>
    public byte[] Root()
    {
        if (_subtrees.Count == 0) return SHA256.HashData([]);
        var root = _subtrees[^1];
        for (var i = _subtrees.Count - 2; i >= 0; i--) root = Node(_subtrees[i], root);
        return root;
    }

    /// <summary>Hash of a record: SHA-256 of a zero byte and the record, so that no record passes for two subtrees.</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> record)
    {
        Span<byte> told = record.Length < 1024 ? stackalloc byte[record.Length + 1] : new byte[record.Length + 1];
        told[0] = 0;
        record.CopyTo(told[1..]);
        return SHA256.HashData(told);
    }

    /// <summary>Hash of two subtrees: SHA-256 of a byte of one and both hashes.</summary>
    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> told = stackalloc byte[1 + (2 * HashLength)];
        told[0] = 1;
        left.CopyTo(told[1..]);
        right.CopyTo(told[(1 + HashLength)..]);
        return SHA256.HashData(told);
    }
}
