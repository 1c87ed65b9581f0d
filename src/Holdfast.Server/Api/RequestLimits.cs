using System.Globalization;
using System.Threading.RateLimiting;
using Holdfast.Server.People;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;

namespace Holdfast.Server.Api;

/// <summary>How many requests one caller may send.</summary>
static class RequestLimits
{
    /// <summary>The limit at the door: attempts to sign in from one address.</summary>
    public const string Door = "door";

    const int AttemptsPerMinute = 30;

    /// <summary>Sets the limits: a bucket that fills evenly through the minute, for each caller.</summary>
    public static void Set(RateLimiterOptions limits, ServerSettings settings)
    {
        var perSecond = Math.Max(1, settings.RequestsPerMinute / 60);
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => RateLimitPartition.GetTokenBucketLimiter(Caller(http), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = settings.RequestsPerMinute,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));
        limits.AddPolicy(Door, http => RateLimitPartition.GetFixedWindowLimiter(Address(http), _ => new FixedWindowRateLimiterOptions { PermitLimit = AttemptsPerMinute, Window = TimeSpan.FromMinutes(1) }));
        limits.OnRejected = async (rejected, _) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture) : "1";
            await Problems.Write(rejected.HttpContext, ProblemKind.TooMany, "Too many requests came from this caller; the header RateLimit-Policy tells how many are taken.");
        };
    }

    /// <summary>How long a request may take.</summary>
    public static RequestTimeoutPolicy Timeout(ServerSettings settings) => new()
    {
        Timeout = settings.LongestRequest,
        TimeoutStatusCode = ProblemKind.TooSlow.Status,
        WriteTimeoutResponse = http => Problems.Write(http, ProblemKind.TooSlow, string.Create(CultureInfo.InvariantCulture, $"It took longer than {settings.LongestRequest.TotalSeconds:0} seconds and was asked to stop."), CancellationToken.None),
    };

    /// <summary>Tells every caller the limit (draft-ietf-httpapi-ratelimit-headers, fields RateLimit-Policy).</summary>
    public static string Policy(ServerSettings settings) => string.Create(CultureInfo.InvariantCulture, $"\"requests\";q={settings.RequestsPerMinute};w=60");

    static string Caller(HttpContext http) => Gate.Of(http)?.Id ?? Address(http);

    static string Address(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";
}
