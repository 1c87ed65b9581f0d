using System.Security.Cryptography;

namespace Holdfast.Store.Audit;

/// <summary>
/// The key that signs the log: ECDSA on the curve P-256 with SHA-256, signatures in DER. The private part is readable by its owner only;
/// the public part lies beside it and should be kept elsewhere, for who can change the log can change that file too.
/// </summary>
sealed class AuditKey : IDisposable
{
    readonly ECDsa _key;

    AuditKey(ECDsa key) => _key = key;

    /// <summary>Opens the private key of a log, which is made where there is none.</summary>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    /// <exception cref="InvalidDataException">It is not such a key.</exception>
    public static AuditKey OpenOrMake(AuditFolder folder)
    {
        if (!File.Exists(folder.PrivateKey)) Make(folder);
        var key = Of(File.ReadAllText(folder.PrivateKey), folder.PrivateKey);
        if (!File.Exists(folder.PublicKey)) folder.WriteWhole(folder.PublicKey, key._key.ExportSubjectPublicKeyInfoPem() + "\n", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        return key;
    }

    /// <summary>A key from its PEM text: the public part suffices to check signatures.</summary>
    /// <param name="pem">The text.</param>
    /// <param name="where">Where it was read, for the message.</param>
    /// <exception cref="InvalidDataException">It is not such a key.</exception>
    public static AuditKey Of(string pem, string where)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.KeySize == 256) return new AuditKey(key);
        }
        catch (Exception none) when (none is ArgumentException or CryptographicException)
        {
            // Told below in words that help.
        }

        key.Dispose();
        throw new InvalidDataException($"{where} is not a key of the audit log; a PEM file with an ECDSA key on the curve P-256 is needed.");
    }

    /// <summary>Name of the key: the first eight bytes of the hash of its public part, hexadecimal.</summary>
    public string Name => Convert.ToHexStringLower(Print().AsSpan(0, 8));

    /// <summary>The first four bytes of the hash of the public part, by which a signature names its key.</summary>
    public byte[] Hint => Print()[..4];

    /// <summary>Signs.</summary>
    public byte[] Sign(byte[] told) => _key.SignData(told, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    /// <summary>Whether the key signed this.</summary>
    public bool HasSigned(byte[] told, byte[] signature)
    {
        try
        {
            return _key.VerifyData(told, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    static void Make(AuditFolder folder)
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        folder.WriteWhole(folder.PrivateKey, made.ExportPkcs8PrivateKeyPem() + "\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    byte[] Print() => SHA256.HashData(_key.ExportSubjectPublicKeyInfo());
}
