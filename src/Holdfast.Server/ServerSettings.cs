using System.Net;

namespace Holdfast.Server;

/// <summary>How the server is reached and what it takes.</summary>
public sealed record ServerSettings
{
    /// <summary>The workspace folder, absolute.</summary>
    public required string Workspace { get; init; }

    /// <summary>Address it listens on. Default the loopback address: this machine only.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port; 0 takes a free one.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Names under which browsers may reach it; any other name is refused, so that no page of another site speaks to it under a name of its own.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Largest file taken, bytes. Default 4 GiB.</summary>
    public long LargestFile { get; init; } = 4L << 30;

    /// <summary>How long a request may take; longer ones are asked to stop. Files being brought or fetched and watched jobs may take longer. Default a minute.</summary>
    public TimeSpan LongestRequest { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Requests of one caller in a minute. Default 1,200.</summary>
    public int RequestsPerMinute { get; init; } = 1_200;
}
