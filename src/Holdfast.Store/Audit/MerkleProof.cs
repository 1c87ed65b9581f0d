using System.Numerics;

namespace Holdfast.Store.Audit;

/// <summary>
/// Proofs over a Merkle tree: that a record is in the tree of a signed root, and that a tree of a later root only added to that of an
/// earlier one. <b>Source</b>: RFC 9162, sections 2.1.3 and 2.1.4. Indices count from 0.
/// </summary>
public static class MerkleProof
{
    /// <summary>The hashes that lead from a record to the root, from the leaf upwards: PATH of section 2.1.3.1.</summary>
    /// <param name="index">Index of the record, 0 to below the number of leaves.</param>
    /// <param name="leaves">Hashes of all leaves of the tree.</param>
    public static IReadOnlyList<byte[]> Inclusion(int index, ReadOnlySpan<byte[]> leaves)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leaves.Length);
        var path = new List<byte[]>();
        Inclusion(index, leaves, path);
        return path;
    }

    /// <summary>The hashes that show the tree of all leaves to contain that of the first ones: PROOF of section 2.1.4.1.</summary>
    /// <param name="earlier">Leaves of the earlier tree, 1 to all; for all of them the proof is empty.</param>
    /// <param name="leaves">Hashes of all leaves of the later tree.</param>
    public static IReadOnlyList<byte[]> Consistency(int earlier, ReadOnlySpan<byte[]> leaves)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(earlier, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(earlier, leaves.Length);
        var proof = new List<byte[]>();
        Consistency(earlier, leaves, isWhole: true, proof);
        return proof;
    }

    /// <summary>Whether a path leads from a leaf to a root: section 2.1.3.2.</summary>
    public static bool IsIncluded(byte[] leaf, long index, long size, IReadOnlyList<byte[]> path, byte[] root)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (index < 0 || index >= size) return false;
        var (fn, sn, r) = (index, size - 1, leaf);
        foreach (var p in path)
        {
            if (sn == 0) return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                r = MerkleTree.Node(p, r);
                (fn, sn) = Odd(fn, sn);
            }
            else
            {
                r = MerkleTree.Node(r, p);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        return sn == 0 && r.AsSpan().SequenceEqual(root);
    }

    /// <summary>Whether a proof shows that the later tree only added to the earlier one: section 2.1.4.2.</summary>
    public static bool IsConsistent(long earlier, byte[] earlierRoot, long later, byte[] laterRoot, IReadOnlyList<byte[]> proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (earlier < 1 || earlier > later) return false;
        if (earlier == later) return proof.Count == 0 && earlierRoot.AsSpan().SequenceEqual(laterRoot);
        List<byte[]> c = BitOperations.IsPow2(earlier) ? [earlierRoot, .. proof] : [.. proof];
        if (c.Count == 0) return false;
        var (fn, sn) = (earlier - 1, later - 1);
        while ((fn & 1) == 1) (fn, sn) = (fn >> 1, sn >> 1);
        var (fr, sr) = (c[0], c[0]);
        foreach (var hash in c.Skip(1))
        {
            if (sn == 0) return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                (fr, sr) = (MerkleTree.Node(hash, fr), MerkleTree.Node(hash, sr));
                (fn, sn) = Odd(fn, sn);
            }
            else
            {
                sr = MerkleTree.Node(sr, hash);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        return sn == 0 && fr.AsSpan().SequenceEqual(earlierRoot) && sr.AsSpan().SequenceEqual(laterRoot);
    }

    // Right-shifts until the node is a right child or the outermost one.
    static (long Fn, long Sn) Odd(long fn, long sn)
    {
        while ((fn & 1) == 0 && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
        return (fn, sn);
    }

    static void Inclusion(int index, ReadOnlySpan<byte[]> leaves, List<byte[]> path)
    {
        if (leaves.Length == 1) return;
        var k = Split(leaves.Length);
        var isLeft = index < k;
        Inclusion(isLeft ? index : index - k, isLeft ? leaves[..k] : leaves[k..], path);
        path.Add(Root(isLeft ? leaves[k..] : leaves[..k]));
    }

    static void Consistency(int earlier, ReadOnlySpan<byte[]> leaves, bool isWhole, List<byte[]> proof)
    {
        if (earlier == leaves.Length)
        {
            if (!isWhole) proof.Add(Root(leaves));
            return;
        }

        var k = Split(leaves.Length);
        var isLeft = earlier <= k;
        if (isLeft) Consistency(earlier, leaves[..k], isWhole, proof);
        else Consistency(earlier - k, leaves[k..], isWhole: false, proof);
        proof.Add(Root(isLeft ? leaves[k..] : leaves[..k]));
    }

    // The largest power of two below the number of leaves.
    static int Split(int leaves) => 1 << BitOperations.Log2((uint)(leaves - 1));

    static byte[] Root(ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 1) return leaves[0];
        var k = Split(leaves.Length);
        return MerkleTree.Node(Root(leaves[..k]), Root(leaves[k..]));
    }
}
