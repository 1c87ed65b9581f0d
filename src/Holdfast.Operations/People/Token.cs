using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Operations.People;

/// <summary>Secrets that are shown once: sessions, keys, links. Kept as hashes only, so that who reads the records gets none.</summary>
public static class Token
{
    /// <summary>A new one, 256 bits from the cryptographic generator.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is kept of it. A fast hash does: nobody guesses 256 random bits.</summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
