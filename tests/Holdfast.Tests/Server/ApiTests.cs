using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Holdfast.Tests.Server;

/// <summary>The API on a real server: what it answers, and how it says no.</summary>
public class ApiTests(ServerPlace place) : IClassFixture<ServerPlace>
{
    [Fact]
    public async Task An_operation_answers_with_its_result_and_no_path_of_the_machine()
    {
        var (answer, body) = await ServerPlace.Send(place.Ada, HttpMethod.Get, "/api/check");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True((bool)body["clean"]!);
        Assert.DoesNotContain(place.Workspace, body.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_read_is_not_sent_again_while_it_stays_the_same()
    {
        var (first, _) = await ServerPlace.Send(place.Ada, HttpMethod.Get, "/api/check");
        var (again, _) = await ServerPlace.Send(place.Ada, HttpMethod.Get, "/api/check", null, ("If-None-Match", first.Headers.ETag!.Tag));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Theory]
    [InlineData("/api/decide/explain", "customer is needed")]
    [InlineData("/api/decide/explain?customer=a&customer=b", "found 2 times")]
    [InlineData("/api/decide/explain?customer=a&wrong=b", "wrong is not known; allowed are customer, asOf")]
    [InlineData("/api/store/history?id=a&version=one", "found 'one'; a whole number is allowed")]
    [InlineData("/api/store/history?id=a&corrected=maybe", "true or false is allowed")]
    [InlineData("/api/store/history?id=a&asOf=tomorrow", "found 'tomorrow'; a day such as")]
    public async Task A_wrong_query_is_told_part_by_part(string address, string words)
    {
        var (answer, body) = await ServerPlace.Send(place.Ada, HttpMethod.Get, address);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains(words, (string)body["detail"]!, StringComparison.Ordinal);
        Assert.NotEmpty(body["errors"]!.AsArray());
    }

    [Theory]
    [InlineData("{\"file\":\"x.csv\",\"file\":\"y.csv\"}")]
    [InlineData("{\"file\":[[[[[[[[[[1]]]]]]]]]]}")]
    [InlineData("{\"file\":1,\"duration\":\"m\"}")]
    [InlineData("{\"file\":null,\"duration\":\"m\"}")]
    [InlineData("{\"file\":\"x.csv\",\"duration\":\"m\",\"interval\":\"wide\"}")]
    [InlineData("{\"file\":\"x.csv\",\"duration\":\"m\",\"alpha\":\"small\"}")]
    [InlineData("{\"file\":\"x.csv\",\"duration\":\"m\",\"alpha\":2}")]
    [InlineData("[1,2]")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"file\":\"../holdfast.yaml\",\"duration\":\"m\"}")]
    [InlineData("{\"file\":\"/etc/passwd\",\"duration\":\"m\"}")]
    [InlineData("{\"file\":\"a/../../b\",\"duration\":\"m\"}")]
    [InlineData("{\"file\":\".hidden\",\"duration\":\"m\"}")]
    public async Task A_wrong_body_is_refused_and_no_file_of_the_machine_is_reached(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await place.Ada.PostAsync("/api/study/km", content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_file_is_brought_studied_drawn_fetched_and_removed()
    {
        using var content = new StringContent("months,left\n1,1\n2,0\n3,1\n4,1\n5,0\n");
        using (var brought = await place.Ada.PutAsync("/api/files/churn.csv", content)) Assert.Equal(HttpStatusCode.Created, brought.StatusCode);
        var request = new JsonObject { ["file"] = "churn.csv", ["duration"] = "months", ["event"] = "left", ["plot"] = "curve.svg" };
        var (answer, body) = await ServerPlace.Send(place.Ada, HttpMethod.Post, "/api/study/km", request);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, body.ToJsonString());
        var picture = await place.Ada.GetStringAsync("/api/files/curve.svg");
        Assert.Contains("<svg", picture, StringComparison.Ordinal);
        var (_, files) = await ServerPlace.Send(place.Ada, HttpMethod.Get, "/api/files?limit=1");
        Assert.Equal("churn.csv", (string)files["files"]![0]!["name"]!);
        var (_, more) = await ServerPlace.Send(place.Ada, HttpMethod.Get, $"/api/files?limit=1&cursor={files["next"]}");
        Assert.Equal("curve.svg", (string)more["files"]![0]!["name"]!);
        Assert.Null((string?)more["next"]);
        using (var removed = await place.Ada.DeleteAsync("/api/files/churn.csv")) Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        using (var gone = await place.Ada.GetAsync("/api/files/churn.csv")) Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        using (var left = await place.Ada.DeleteAsync("/api/files/curve.svg")) Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
    }

    [Fact]
    public async Task A_file_that_changed_meanwhile_is_not_replaced()
    {
        using var first = await Put("a");
        using var blind = await Put("b", ("If-None-Match", "*"));
        using var stale = await Put("b", ("If-Match", "\"1-1\""));
        using var seen = await Put("b", ("If-Match", first.Headers.ETag!.Tag));
        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed, HttpStatusCode.OK],
            new[] { first.StatusCode, blind.StatusCode, stale.StatusCode, seen.StatusCode });

        async Task<HttpResponseMessage> Put(string text, params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, "/api/files/kept.csv") { Content = new StringContent(text) };
            foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
            return await place.Ada.SendAsync(request);
        }
    }

    [Fact]
    public async Task A_request_sent_again_with_its_key_is_performed_once()
    {
        var invitation = new JsonObject { ["name"] = "carol", ["open"] = true };
        await place.Invited("carol", ["analyst"]);
        var (first, one) = await ServerPlace.Send(place.Ada, HttpMethod.Post, "/api/people/change", invitation.DeepClone(), ("Idempotency-Key", "k-1"));
        var (second, two) = await ServerPlace.Send(place.Ada, HttpMethod.Post, "/api/people/change", invitation.DeepClone(), ("Idempotency-Key", "k-1"));
        invitation["open"] = false;
        var (other, _) = await ServerPlace.Send(place.Ada, HttpMethod.Post, "/api/people/change", invitation, ("Idempotency-Key", "k-1"));
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(one.ToJsonString(), two.ToJsonString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
    }

    [Fact]
    public async Task A_secret_is_not_kept_to_be_told_again()
    {
        var invitation = new JsonObject { ["name"] = "dave", ["roles"] = new JsonArray("auditor") };
        var (first, _) = await ServerPlace.Send(place.Ada, HttpMethod.Post, "/api/people/invite", invitation.DeepClone(), ("Idempotency-Key", "k-2"));
        var (second, body) = await ServerPlace.Send(place.Ada, HttpMethod.Post, "/api/people/invite", invitation, ("Idempotency-Key", "k-2"));
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.DoesNotContain("link=", body.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/api/nothing", 404)]
    [InlineData("DELETE", "/api/check", 405)]
    [InlineData("GET", "/api/files/%2e%2e%2fholdfast.yaml", 404)]
    [InlineData("PUT", "/api/files/%2e%2e%2fholdfast.yaml", 400)]
    public async Task What_is_not_there_is_told_as_a_problem(string method, string path, int status)
    {
        var (answer, body) = await ServerPlace.Send(place.Ada, new HttpMethod(method), path);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status, (int)body["status"]!);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_or_of_another_type_is_refused()
    {
        using var large = new StringContent(new string(' ', 2 << 20), Encoding.UTF8, "application/json");
        using var tooLarge = await place.Ada.PostAsync("/api/study/km", large);
        using var plain = new StringContent("file=x", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var other = await place.Ada.PostAsync("/api/study/km", plain);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, other.StatusCode);
    }

    [Fact]
    public async Task Every_answer_tells_browsers_what_not_to_do_with_it()
    {
        foreach (var path in new[] { "/healthz", "/sign-in", "/api/check", "/api/nothing", "/api/decide/explain", "/api/openapi.json", "/" })
        {
            using var answer = await place.Ada.GetAsync(path);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task A_name_of_the_server_that_is_not_its_own_is_refused()
    {
        var (answer, _) = await ServerPlace.Send(place.Nobody(), HttpMethod.Get, "/healthz", null, ("Host", "evil.example"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
