using Holdfast.Operations.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Holdfast.Server.People;

/// <summary>Passwords are hashed by the framework: PBKDF2 with HMAC-SHA-512 and a salt of its own for each.</summary>
static class Passwords
{
    // OWASP Password Storage Cheat Sheet: at least 210,000 rounds of PBKDF2 with HMAC-SHA-512.
    const int Rounds = 210_000;

    static readonly object Nobody = new();
    static readonly PasswordHasher<object> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));

    /// <summary>How they are kept.</summary>
    public static PasswordHashing Hashing { get; } = new(
        password => Hasher.HashPassword(Nobody, password),
        (hash, password) => Hasher.VerifyHashedPassword(Nobody, hash, password) != PasswordVerificationResult.Failed);
}
