using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Operations.People;

namespace Holdfast.Tests.Server;

/// <summary>Requests that are sent again, lists that are read on, and a server that says how it is.</summary>
public class AgainTests(ServerPlace place) : IClassFixture<ServerPlace>
{
    [Fact]
    public async Task What_failed_after_it_began_fails_alike_when_it_is_sent_again_and_is_not_tried_anew()
    {
        var change = new JsonObject { ["name"] = "nina", ["open"] = true };
        var (first, one) = await ServerPlace.Send(place.Ada, HttpMethod.Post, "/api/people/change", change.DeepClone(), ("Idempotency-Key", "n"));
        await place.Invited("nina", ["analyst"]);
        var (second, two) = await ServerPlace.Send(place.Ada, HttpMethod.Post, "/api/people/change", change.DeepClone(), ("Idempotency-Key", "n"));
        var (other, _) = await ServerPlace.Send(place.Ada, HttpMethod.Post, "/api/people/change", change, ("Idempotency-Key", "m"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK), (first.StatusCode, second.StatusCode, other.StatusCode));
        Assert.Equal("application/problem+json", second.Content.Headers.ContentType!.MediaType);
        Assert.Equal(one.ToJsonString(), two.ToJsonString());
    }

    [Fact]
    public async Task What_was_refused_before_it_began_may_be_mended_under_the_same_key()
    {
        var (wrong, _) = await ServerPlace.Send(place.Ada, HttpMethod.Post, "/api/people/invite", new JsonObject { ["name"] = "olaf", ["roles"] = new JsonArray("king") }, ("Idempotency-Key", "o"));
        var (mended, _) = await ServerPlace.Send(place.Ada, HttpMethod.Post, "/api/people/invite", new JsonObject { ["name"] = "olaf", ["roles"] = new JsonArray("agent") }, ("Idempotency-Key", "o"));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (wrong.StatusCode, mended.StatusCode));
    }

    [Fact]
    public async Task What_was_cut_off_is_told_to_be_of_unknown_outcome()
    {
        const string body = """{"name":"ada","open":true}""";
        var hash = Convert.ToHexStringLower(SHA256.HashData([.. "/api/people/change"u8, 0, .. Encoding.UTF8.GetBytes(body)]));
        place.Records(records => Assert.Null(new KeptAnswers(records, TimeProvider.System).Begin("account-1", "cut", (hash, "REQUEST-17"), default)));
        var (answer, problem) = await ServerPlace.Send(place.Ada, HttpMethod.Post, "/api/people/change", JsonNode.Parse(body), ("Idempotency-Key", "cut"));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("/api/reference#outcome-unknown", (string)problem["type"]!);
        Assert.Contains("REQUEST-17", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_read_page_by_page_and_what_is_added_meanwhile_neither_repeats_nor_hides_rows()
    {
        foreach (var name in new[] { "p1", "p3", "p5" }) await place.Invited(name, ["agent"]);
        var (first, one) = await ServerPlace.Send(place.Ada, HttpMethod.Get, "/api/people/list?limit=1");
        foreach (var name in new[] { "a0", "p2" }) await place.Invited(name, ["agent"]);
        var seen = Names(one).ToList();
        var link = first.Headers.GetValues("Link").Single();
        while (link is not null)
        {
            var (answer, page) = await ServerPlace.Send(place.Ada, HttpMethod.Get, link[(link.IndexOf('<', StringComparison.Ordinal) + 1)..link.IndexOf('>', StringComparison.Ordinal)]);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            seen.AddRange(Names(page));
            link = answer.Headers.TryGetValues("Link", out var next) ? next.Single() : null;
        }

        Assert.Equal(seen.Order(StringComparer.Ordinal), seen);
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Empty(new[] { "ada", "p1", "p2", "p3", "p5" }.Except(seen));
        Assert.DoesNotContain("a0", seen);

        static IEnumerable<string> Names(JsonNode page) => page["people"]!.AsArray().Select(person => (string)person!["name"]!);
    }

    [Theory]
    [InlineData("/api/jobs/list?cursor=!")]
    [InlineData("/api/audit/list?cursor=YXVkaXQKeA")]
    [InlineData("/api/people/me/sessions?cursor=c2Vzc2lvbnMKeA")]
    [InlineData("/api/people/me/keys?cursor=c2Vzc2lvbnMKMQ")]
    [InlineData("/api/files?cursor=am9icwox")]
    [InlineData("/api/files?limit=0")]
    [InlineData("/api/people/list?limit=1001")]
    [InlineData("/api/people/me/keys?page=2")]
    public async Task A_cursor_of_another_list_or_none_is_refused(string address)
    {
        var (answer, _) = await ServerPlace.Send(place.Ada, HttpMethod.Get, address);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task The_server_says_whether_it_is_ready_and_what_is_in_the_way()
    {
        using var alone = new ServerPlace();
        await alone.InitializeAsync();
        var (ready, fine) = await ServerPlace.Send(alone.Nobody(), HttpMethod.Get, "/readyz");
        alone.Records(records => records.Write(work => work.Execute($"INSERT INTO migration (number, name, checksum) VALUES ({99L}, {"later"}, {"x"})"), default));
        await Task.Delay(TimeSpan.FromSeconds(1.2));
        var (late, broken) = await ServerPlace.Send(alone.Nobody(), HttpMethod.Get, "/readyz");
        await alone.DisposeAsync();
        Assert.Equal((HttpStatusCode.OK, true), (ready.StatusCode, (bool)fine["ready"]!));
        Assert.Equal(["stopping", "facts", "records", "layout"], fine["checks"]!.AsArray().Select(check => (string)check!["name"]!));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "layout"), (late.StatusCode, (string)Assert.Single(broken["checks"]!.AsArray(), check => !(bool)check!["fine"]!)!["name"]!));
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_told_so()
    {
        var (_, made) = await ServerPlace.Send(place.Ada, HttpMethod.Post, "/api/people/me/keys", new JsonObject { ["name"] = "hurry", ["allowed"] = new JsonArray(), ["days"] = 1 });
        await using var hasty = await place.Start(TimeSpan.FromMilliseconds(1));
        using var program = new HttpClient { BaseAddress = hasty.Address };
        program.DefaultRequestHeaders.Authorization = new("Bearer", (string)made["key"]!);
        for (var tried = 0; ; tried++)
        {
            var (answer, problem) = await ServerPlace.Send(program, HttpMethod.Get, "/api/check");
            if (answer.StatusCode != HttpStatusCode.GatewayTimeout)
            {
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Assert.True(tried < 100, "It was always quick enough.");
                continue;
            }

            Assert.Equal("/api/reference#too-slow", (string)problem["type"]!);
            break;
        }
    }
}
