using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Holdfast.Operations.People;

/// <summary>Codes of a second factor that change with time.</summary>
/// <remarks><b>Source</b>: RFC 6238 (TOTP) over RFC 4226 (HOTP), SHA-1, 6 digits, steps of 30 seconds, as authenticator apps take by default.</remarks>
public static class OneTimeCode
{
    const int StepSeconds = 30;
    const int Digits = 1_000_000;
    const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The step of time a moment lies in.</summary>
    public static long Step(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of a step.</summary>
    public static string Of(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6238 as apps take it; the weakness of SHA-1 to collisions does not touch HMAC.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var code = (BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 15)..]) & int.MaxValue) % Digits;
        return code.ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step a code is of: this one or its neighbours, as clocks differ, and later than the last that was used; null where it is of none.</summary>
    public static long? Match(ReadOnlySpan<byte> secret, string code, DateTimeOffset now, long lastUsed)
    {
        ArgumentNullException.ThrowIfNull(code);
        long? match = null;
        for (var step = Step(now) - 1; step <= Step(now) + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(Of(secret, step)), System.Text.Encoding.UTF8.GetBytes(code)) && step > lastUsed)
                match = step;
        }

        return match;
    }

    /// <summary>A secret as people type it (RFC 4648 base32, without padding).</summary>
    public static string Write(ReadOnlySpan<byte> secret)
    {
        var text = new System.Text.StringBuilder();
        int bits = 0, held = 0;
        foreach (var one in secret)
        {
            (bits, held) = ((bits << 8) | one, held + 8);
            for (; held >= 5; held -= 5) text.Append(Alphabet[(bits >> (held - 5)) & 31]);
            bits &= (1 << held) - 1;
        }

        if (held > 0) text.Append(Alphabet[(bits << (5 - held)) & 31]);
        return text.ToString();
    }

    /// <summary>The secret of a text.</summary>
    /// <exception cref="FormatException">It holds a sign that base32 does not know.</exception>
    public static byte[] Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var secret = new List<byte>();
        int bits = 0, held = 0;
        foreach (var sign in text)
        {
            var value = Alphabet.IndexOf(sign, StringComparison.Ordinal);
            if (value < 0) throw new FormatException($"Base32 has no '{sign}'.");
            (bits, held) = ((bits << 5) | value, held + 5);
            if (held < 8) continue;
            held -= 8;
            secret.Add((byte)(bits >> held));
            bits &= (1 << held) - 1;
        }

        return [.. secret];
    }
}
