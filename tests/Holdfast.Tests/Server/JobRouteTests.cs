using System.Net;
using System.Text.Json.Nodes;
using Holdfast.Operations;
using Holdfast.Store.Records;
using Holdfast.Tests.Store.Records;

namespace Holdfast.Tests.Server;

/// <summary>What takes long, asked of a real server on both databases.</summary>
public class JobRouteTests
{
    static readonly Func<JsonNode, bool> Ended = job => (string)job["state"]! is "succeeded" or "failed" or "cancelled";

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_takes_long_is_taken_as_a_job_performed_for_who_asked_and_recorded_as_theirs(Dialect dialect)
    {
        var place = await ServerPlace.On(dialect);
        var job = await ServerPlace.Ask(place.Ada, "/api/store/compact", []);
        var shown = await ServerPlace.Until(place.Ada, job, Ended);
        Assert.True((string)shown["job"]!["state"]! == "succeeded", shown.ToJsonString());
        Assert.NotNull(shown["result"]);
        Assert.DoesNotContain(place.Workspace, shown.ToJsonString(), StringComparison.Ordinal);
        var (_, audit) = await ServerPlace.Send(place.Ada, HttpMethod.Get, "/api/audit/list?operation=store/compact");
        Assert.Equal(["done", "begun"], audit["records"]!.AsArray().Select(record => (string)record!["outcome"]!));
        Assert.All(audit["records"]!.AsArray(), record => Assert.Equal(("account-1", true), ((string)record!["actor"]!, record["request"] is not null)));
        await Close(place);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_long_request_sent_again_with_its_key_is_the_same_job_even_where_the_first_answer_was_cut_off(Dialect dialect)
    {
        var place = await ServerPlace.On(dialect);
        var first = await ServerPlace.Ask(place.Ada, "/api/store/check", [], ("Idempotency-Key", "a"));
        var again = await ServerPlace.Ask(place.Ada, "/api/store/check", [], ("Idempotency-Key", "a"));
        place.Records(records => records.Write(work => work.Execute($"UPDATE kept_answer SET status = {(long?)null}, answer = {(string?)null}"), default));
        var cutOff = await ServerPlace.Ask(place.Ada, "/api/store/check", [], ("Idempotency-Key", "a"));
        var other = await ServerPlace.Ask(place.Ada, "/api/store/check", [], ("Idempotency-Key", "b"));
        Assert.Equal(((string)first["id"]!, (string)first["id"]!), ((string)again["id"]!, (string)cutOff["id"]!));
        Assert.NotEqual((string)first["id"]!, (string)other["id"]!);
        await Close(place);
    }

    [Fact]
    public async Task Everybody_sees_their_own_jobs_and_some_roles_how_all_stand()
    {
        var place = await ServerPlace.On(Dialect.Sqlite);
        var head = await place.Invited("hal", ["head"]);
        var (analyst, auditor, integrator) = (await place.Invited("ann", ["analyst"]), await place.Invited("aud", ["auditor"]), await place.Invited("ina", ["integrator"]));
        JsonNode job;
        using (RunLock.Take(place.Workspace))
        {
            job = await ServerPlace.Ask(head, "/api/run", []);
            var own = await ServerPlace.Until(head, job, one => ((string)one["doing"]!).StartsWith("waits: Another run is going on in .", StringComparison.Ordinal));
            Assert.Equal((0, true), ((int)own["job"]!["attempts"]!, own["request"] is not null));
            Assert.DoesNotContain(place.Workspace, own.ToJsonString(), StringComparison.Ordinal);
            var audited = await ServerPlace.Until(auditor, job, _ => true);
            Assert.Equal(("waiting", true), ((string)audited["job"]!["state"]!, audited["request"] is null));
            Assert.NotNull((await ServerPlace.Until(integrator, job, _ => true))["request"]);
            Assert.Empty((await ServerPlace.Send(analyst, HttpMethod.Get, "/api/jobs/list")).Body["jobs"]!.AsArray());
            Assert.Equal(HttpStatusCode.BadRequest, (await ServerPlace.Send(analyst, HttpMethod.Get, $"/api/jobs/show?id={job["id"]}")).Answer.StatusCode);
            foreach (var other in new[] { analyst, auditor })
                Assert.Equal(HttpStatusCode.BadRequest, (await ServerPlace.Send(other, HttpMethod.Post, "/api/jobs/cancel", new JsonObject { ["id"] = (string)job["id"]! })).Answer.StatusCode);
            var (cancelled, stopped) = await ServerPlace.Send(integrator, HttpMethod.Post, "/api/jobs/cancel", new JsonObject { ["id"] = (string)job["id"]! });
            Assert.True(cancelled.StatusCode == HttpStatusCode.OK, stopped.ToJsonString());
        }

        Assert.Equal("cancelled", (string)(await ServerPlace.Until(head, job, Ended))["job"]!["state"]!);
        await Close(place);
    }

    [Fact]
    public async Task A_key_follows_what_it_asked_for_and_nothing_else()
    {
        var place = await ServerPlace.On(Dialect.Sqlite);
        var (_, made) = await ServerPlace.Send(place.Ada, HttpMethod.Post, "/api/people/me/keys", new JsonObject { ["name"] = "night", ["allowed"] = new JsonArray("store/check"), ["days"] = 1 });
        using var program = place.Nobody();
        program.DefaultRequestHeaders.Authorization = new("Bearer", (string)made["key"]!);
        var others = await ServerPlace.Ask(place.Ada, "/api/store/check", []);
        var own = await ServerPlace.Ask(program, "/api/store/check", []);
        await ServerPlace.Until(program, own, Ended);
        var (hidden, _) = await ServerPlace.Send(program, HttpMethod.Get, $"/api/jobs/show?id={others["id"]}");
        Assert.Equal(HttpStatusCode.BadRequest, hidden.StatusCode);
        var (_, list) = await ServerPlace.Send(program, HttpMethod.Get, "/api/jobs/list");
        Assert.Equal((string)own["id"]!, (string)Assert.Single(list["jobs"]!.AsArray())!["id"]!);
        Assert.Equal(2, (await ServerPlace.Send(place.Ada, HttpMethod.Get, "/api/jobs/list")).Body["jobs"]!.AsArray().Count);
        await Close(place);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_job_at_work_is_watched_and_cancelled_and_a_server_that_stops_gives_it_back_to_the_next(Dialect dialect)
    {
        var place = await ServerPlace.On(dialect);
        var watched = await ServerPlace.Ask(place.Ada, "/api/simulate/bank", Bank(1));
        await ServerPlace.Until(place.Ada, watched, job => (string)job["state"]! == "running");
        await ServerPlace.Send(place.Ada, HttpMethod.Post, "/api/jobs/cancel", new JsonObject { ["id"] = (string)watched["id"]! });
        Assert.Equal("cancelled", (string)(await ServerPlace.Until(place.Ada, watched, Ended))["job"]!["state"]!);

        var given = await ServerPlace.Ask(place.Ada, "/api/simulate/bank", Bank(2));
        await ServerPlace.Until(place.Ada, given, job => (string)job["state"]! == "running");
        await place.DisposeAsync();
        place.Records(records => Assert.Equal(("waiting", 0L), records.Read(work => work.One($"SELECT state, attempts FROM job WHERE number = {long.Parse((string)given["id"]!, System.Globalization.CultureInfo.InvariantCulture)}", row => (row.Text("state"), row.Whole("attempts"))))));
        await using (await place.Start())
        {
            for (var waited = 0; waited < 200 && !place.Records(IsAtWork); waited++) await Task.Delay(50);
            Assert.True(place.Records(IsAtWork));
            place.Records(records => new Holdfast.Operations.Jobs.JobTable(records, TimeProvider.System).Cancel((string)given["id"]!, default));
        }

        place.Dispose();
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_night_is_asked_for_once_however_many_servers_start(Dialect dialect)
    {
        var place = await ServerPlace.On(dialect, "\nnightly:\n  at: \"00:00\"\n");
        using (RunLock.Take(place.Workspace))
        {
            await using var second = await place.Start();
            await using var third = await place.Start();
            for (var waited = 0; waited < 200 && !place.Records(HasNight); waited++) await Task.Delay(50);
            await Task.Delay(500);
            var (_, list) = await ServerPlace.Send(place.Ada, HttpMethod.Get, "/api/jobs/list");
            var night = Assert.Single(list["jobs"]!.AsArray())!;
            Assert.Equal(("schedule", "run"), ((string)night["askedBy"]!, (string)night["kind"]!));
        }

        await Close(place);
    }

    static bool HasNight(RecordsDatabase records) => records.Read(work => work.Any($"SELECT number FROM job WHERE asked_by = {"schedule"}"));

    static bool IsAtWork(RecordsDatabase records) => records.Read(work => work.Any($"SELECT number FROM job WHERE state = {"running"}"));

    static JsonObject Bank(int seed) => new() { ["seed"] = seed };

    static async Task Close(ServerPlace place)
    {
        await place.DisposeAsync();
        place.Dispose();
    }
}
