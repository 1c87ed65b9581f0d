using System.Net;
using System.Text.Json.Nodes;
using Holdfast.Operations.Audit;
using Holdfast.Operations.People;

namespace Holdfast.Tests.Server;

/// <summary>Coming in, going out and what people do about their own accounts is in the audit log of a real server.</summary>
public class DoorAuditTests
{
    const string Another = "four other words entirely";

    [Fact]
    public async Task Who_came_in_who_did_not_and_what_was_changed_is_recorded()
    {
        using var place = new ServerPlace();
        await place.InitializeAsync();
        using var browser = new HttpClient { BaseAddress = place.Address };
        await SignIn(browser, "ada", "wrong words altogether");
        await SignIn(browser, "my secret password by mistake", "x");
        await SignIn(browser, "ada", ServerPlace.Password);
        await Put(browser, "/api/people/me/password", new JsonObject { ["old"] = "wrong", ["new"] = Another });
        await Put(browser, "/api/people/me/password", new JsonObject { ["old"] = ServerPlace.Password, ["new"] = Another });
        var (_, offer) = await ServerPlace.Send(browser, HttpMethod.Post, "/api/people/me/second-factor");
        var code = OneTimeCode.Of(OneTimeCode.Read((string)offer["secret"]!), OneTimeCode.Step(TimeProvider.System.GetUtcNow()));
        await Put(browser, "/api/people/me/second-factor", new JsonObject { ["secret"] = (string)offer["secret"]!, ["code"] = code });
        await SignIn(new HttpClient { BaseAddress = place.Address }, "ada", Another);
        await ServerPlace.Send(browser, HttpMethod.Delete, "/api/people/me/second-factor", new JsonObject { ["password"] = Another });
        await ServerPlace.Send(browser, HttpMethod.Post, "/api/people/me/keys", new JsonObject { ["name"] = "etl", ["allowed"] = new JsonArray("run"), ["days"] = 7 });
        await ServerPlace.Send(browser, HttpMethod.Delete, "/api/people/me/keys/1");
        await ServerPlace.Send(browser, HttpMethod.Post, "/api/people/sign-out");
        await place.DisposeAsync();

        var records = ListAudit.Run(new ListAuditRequest { Workspace = place.Workspace, Operation = "people/*" }, new(new Progress<Holdfast.Operations.StageProgress>(), TimeProvider.System), default).Records.Reverse().ToList();
        Assert.Equal(
            [
                "nobody people/first-link done", "account-1 people/start-link done",
                "account-1 people/sign-in failed", "nobody people/sign-in failed", "account-1 people/sign-in done",
                "account-1 people/password begun", "account-1 people/password failed", "account-1 people/password begun", "account-1 people/password done",
                "account-1 people/set-second-factor begun", "account-1 people/set-second-factor done", "account-1 people/sign-in refused",
                "account-1 people/remove-second-factor begun", "account-1 people/remove-second-factor done",
                "account-1 people/make-key begun", "account-1 people/make-key done", "account-1 people/end-key begun", "account-1 people/end-key done",
                "account-1 people/sign-out begun", "account-1 people/sign-out done",
            ],
            records.Select(record => $"{record.Actor} {record.Operation} {record.Outcome}"));
        Assert.All(records.Where(record => record.Actor != "nobody"), record => Assert.Equal(("account", "ada"), (record.Touched, record.Id)));
        var text = string.Concat(Directory.GetFiles(AuditTrail.FolderOf(place.Workspace)).Select(File.ReadAllText));
        Assert.All([ServerPlace.Password, Another, "by mistake", (string)offer["secret"]!, "hf_"], secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        Assert.Contains("'etl' for run, 7 days", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_let_in_who_cannot_be_recorded()
    {
        using var place = new ServerPlace();
        await place.InitializeAsync();
        File.Delete(Path.Combine(AuditTrail.FolderOf(place.Workspace), "checkpoint"));
        using var browser = new HttpClient { BaseAddress = place.Address };
        var (answer, problem) = await SignIn(browser, "ada", ServerPlace.Password);
        await place.DisposeAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("cannot be recorded", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    static Task<(HttpResponseMessage Answer, JsonNode Body)> SignIn(HttpClient browser, string name, string password) =>
        ServerPlace.Send(browser, HttpMethod.Post, "/api/people/sign-in", new JsonObject { ["name"] = name, ["password"] = password });

    static Task<(HttpResponseMessage Answer, JsonNode Body)> Put(HttpClient browser, string path, JsonObject body) => ServerPlace.Send(browser, HttpMethod.Put, path, body);
}
