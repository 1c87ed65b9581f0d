using System.Text;
using Holdfast.Store.Audit;

namespace Holdfast.Tests.Audit;

public class MerkleTests
{
    static readonly byte[][] Inputs = [[], [0], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43], Bytes(0x50, 8), Bytes(0x60, 16)];

    // Roots over the first 0, 1, 2 ... of the inputs: the vectors of the reference implementation of certificate transparency, computed anew
    // from the recursive definition in RFC 9162, 2.1.1, with Python 3.11's hashlib.
    static readonly string[] Roots =
    [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void Roots_are_those_of_certificate_transparency()
    {
        var tree = new MerkleTree();
        Assert.Equal(Roots[0], Convert.ToHexStringLower(tree.Root()));
        for (var i = 0; i < Inputs.Length; i++)
        {
            tree.Add(MerkleTree.Leaf(Inputs[i]));
            Assert.Equal(Roots[i + 1], Convert.ToHexStringLower(tree.Root()));
        }
    }

    [Fact]
    public void Every_record_of_every_tree_is_proved_and_nothing_else_is()
    {
        for (var size = 1; size <= 65; size++)
        {
            var (leaves, root) = Tree(size);
            for (var index = 0; index < size; index++)
            {
                var path = MerkleProof.Inclusion(index, leaves);
                Assert.True(MerkleProof.IsIncluded(leaves[index], index, size, path, root), $"{index} of {size}");
                Assert.False(MerkleProof.IsIncluded(MerkleTree.Leaf("another"u8), index, size, path, root));
                Assert.False(MerkleProof.IsIncluded(leaves[index], index, size, path, Tree(size + 1).Root));
                Assert.False(MerkleProof.IsIncluded(leaves[index], index, size, [.. path, root], root));
                Assert.False(MerkleProof.IsIncluded(leaves[index], size, size, path, root));
                if (size > 1) Assert.False(MerkleProof.IsIncluded(leaves[index], (index + 1) % size, size, path, root));
            }
        }
    }

    [Fact]
    public void Every_tree_is_proved_to_continue_every_earlier_one_and_no_other()
    {
        for (var later = 1; later <= 65; later++)
        {
            var (leaves, root) = Tree(later);
            for (var earlier = 1; earlier <= later; earlier++)
            {
                var proof = MerkleProof.Consistency(earlier, leaves);
                var before = Tree(earlier).Root;
                Assert.True(MerkleProof.IsConsistent(earlier, before, later, root, proof), $"{earlier} in {later}");
                Assert.False(MerkleProof.IsConsistent(earlier, MerkleTree.Leaf("another"u8), later, root, proof));
                Assert.False(MerkleProof.IsConsistent(earlier, before, later, MerkleTree.Leaf("another"u8), proof));
                Assert.False(MerkleProof.IsConsistent(earlier, before, later, root, [.. proof, root]));
                if (proof.Count > 0) Assert.False(MerkleProof.IsConsistent(earlier, before, later, root, [.. proof.Skip(1)]));
            }
        }
    }

    static (byte[][] Leaves, byte[] Root) Tree(int size)
    {
        var leaves = Enumerable.Range(0, size).Select(i => MerkleTree.Leaf(Encoding.UTF8.GetBytes($"record {i}"))).ToArray();
        var tree = new MerkleTree();
        foreach (var leaf in leaves) tree.Add(leaf);
        return (leaves, tree.Root());
    }

    static byte[] Bytes(int from, int count) => [.. Enumerable.Range(from, count).Select(i => (byte)i)];
}
