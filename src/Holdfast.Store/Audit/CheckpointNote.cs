using System.Globalization;
using System.Text;

namespace Holdfast.Store.Audit;

/// <summary>
/// How many records there were at a moment, and the root of their tree, signed. The text is a signed note with the body of a checkpoint
/// as the transparency logs write it (C2SP, tlog-checkpoint): origin, size, root in base64, and here the instant; an empty line; the
/// signature's line. An ECDSA signature follows the first four bytes of the hash of its public key.
/// </summary>
/// <param name="Origin">Which log it is of.</param>
/// <param name="Size">Records signed, signatures among them.</param>
/// <param name="Root">Root of their tree.</param>
/// <param name="At">Time of the last record signed.</param>
/// <param name="Signature">The signature, in DER.</param>
sealed record CheckpointNote(string Origin, long Size, byte[] Root, string At, byte[] Signature)
{
    const string Dash = "— ";

    /// <summary>Signs a tree.</summary>
    public static CheckpointNote Sign(AuditKey key, MerkleTree tree, DateTimeOffset at)
    {
        var note = new CheckpointNote(OriginOf(key), tree.Size, tree.Root(), RecordJson.Text(at), []);
        return note with { Signature = key.Sign(note.Body()) };
    }

    /// <summary>The origin of the log whose records a key signs.</summary>
    public static string OriginOf(AuditKey key) => "holdfast-audit/" + key.Name;

    /// <summary>Whether a key signed it.</summary>
    public bool IsSignedBy(AuditKey key) => key.HasSigned(Body(), Signature);

    /// <summary>The text that is kept elsewhere.</summary>
    public string Text(AuditKey key) => Encoding.UTF8.GetString(Body()) + $"\n{Dash}{Origin} {Convert.ToBase64String([.. key.Hint, .. Signature])}\n";

    /// <summary>Reads a text.</summary>
    /// <returns>Null where it is no checkpoint.</returns>
    public static CheckpointNote? Read(string text)
    {
        var lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        if (lines is not [var origin, var size, var root, var at, "", var signed] || !signed.StartsWith(Dash, StringComparison.Ordinal)) return null;
        var signature = new byte[256];
        var hash = new byte[MerkleTree.HashLength + 3];
        return long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var records)
            && Convert.TryFromBase64String(root, hash, out var length) && length == MerkleTree.HashLength
            && Convert.TryFromBase64String(signed[(signed.LastIndexOf(' ') + 1)..], signature, out var bytes) && bytes > 4
            ? new CheckpointNote(origin, records, hash[..length], at, signature[4..bytes])
            : null;
    }

    byte[] Body() => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n{At}\n"));
}
