using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Holdfast.Tests.Server;

/// <summary>Watching jobs over SignalR, spoken by hand on a real socket.</summary>
public class LiveTests(ServerPlace place) : IClassFixture<ServerPlace>
{
    const char End = '\u001e';

    [Fact]
    public async Task A_job_is_told_of_until_it_has_ended()
    {
        var job = await ServerPlace.Ask(place.Ada, "/api/store/check", []);
        using var socket = await Connected(await Key(place.Ada, []));
        var heard = await Watch(socket, (string)job["id"]!);
        Assert.Equal("succeeded", (string)heard[^2]["item"]!["state"]!);
        Assert.Equal((3, null), ((int)heard[^1]["type"]!, (string?)heard[^1]["error"]));
    }

    [Fact]
    public async Task Nobody_hears_of_a_job_that_is_not_theirs_to_see()
    {
        var job = await ServerPlace.Ask(place.Ada, "/api/store/check", []);
        using var socket = await Connected(await Key(await place.Invited("zoe", ["agent"]), ["check"]));
        var heard = await Watch(socket, (string)job["id"]!);
        Assert.Contains("There is no such job of yours.", (string)Assert.Single(heard)["error"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_strangers_nor_pages_of_other_sites_get_a_socket()
    {
        await Assert.ThrowsAsync<WebSocketException>(() => Connected("hf_none"));
        var (answer, _) = await ServerPlace.Send(place.Ada, HttpMethod.Get, "/api/jobs/live", null,
            ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), ("Origin", "https://evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    static async Task<string> Key(HttpClient who, JsonArray allowed)
    {
        var (_, made) = await ServerPlace.Send(who, HttpMethod.Post, "/api/people/me/keys", new JsonObject { ["name"] = "watch", ["allowed"] = allowed, ["days"] = 1 });
        return (string)made["key"]!;
    }

    async Task<ClientWebSocket> Connected(string key)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {key}");
        await socket.ConnectAsync(new Uri($"ws://{place.Address.Authority}/api/jobs/live"), default);
        await Send(socket, new JsonObject { ["protocol"] = "json", ["version"] = 1 });
        return socket;
    }

    // Messages of the stream: 2 an item, 3 the end; 1, 6 and the empty handshake are not of it.
    static async Task<List<JsonNode>> Watch(ClientWebSocket socket, string id)
    {
        await Send(socket, new JsonObject { ["type"] = 4, ["invocationId"] = "1", ["target"] = "Watch", ["arguments"] = new JsonArray(id) });
        var (heard, rest) = (new List<JsonNode>(), "");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var buffer = new byte[1 << 16];
        while (heard.LastOrDefault() is not { } last || (int)last["type"]! != 3)
        {
            var piece = await socket.ReceiveAsync(buffer, patience.Token);
            var parts = (rest + Encoding.UTF8.GetString(buffer, 0, piece.Count)).Split(End);
            rest = parts[^1];
            heard.AddRange(parts[..^1].Select(part => JsonNode.Parse(part)!).Where(message => message["type"] is { } type && (int)type is 2 or 3));
        }

        return heard;
    }

    static Task Send(ClientWebSocket socket, JsonObject message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString() + End), WebSocketMessageType.Text, endOfMessage: true, default);
}
