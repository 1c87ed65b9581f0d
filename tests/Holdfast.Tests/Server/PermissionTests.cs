using System.Net;
using System.Text.Json.Nodes;
using Holdfast.Operations;
using Holdfast.Operations.People;
using Holdfast.Server.Api;

namespace Holdfast.Tests.Server;

/// <summary>R3: who may do what. Every cell of role x operation x scope is asked of a real server.</summary>
public class PermissionTests(ServerPlace place) : IClassFixture<ServerPlace>
{
    public static TheoryData<string> Roles => new(Enum.GetValues<Role>().Select(RoleWords.Of));

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task A_role_may_do_what_its_row_says_and_nothing_else(string role)
    {
        var everybody = await place.Invited(role + "-all", [role]);
        var branch = await place.Invited(role + "-branch", [role], "B1");
        foreach (var route in OperationRoute.All)
        {
            var may = Permissions.Of(route.Operation.Path).Any(one => RoleWords.Of(one) == role);
            var mayOfBranch = may && (route.Operation.IsScoped || route.Operation.Kind == OperationKind.Reads);
            Assert.True(may == await IsLetThrough(everybody, route), $"{role}, all customers, {route.Operation.Path}: {may} was expected.");
            Assert.True(mayOfBranch == await IsLetThrough(branch, route), $"{role}, one branch, {route.Operation.Path}: {mayOfBranch} was expected.");
        }
    }

    [Fact]
    public async Task Nobody_in_particular_may_do_nothing()
    {
        using var nobody = place.Nobody();
        foreach (var route in OperationRoute.All)
        {
            var (answer, _) = await ServerPlace.Send(nobody, new HttpMethod(route.Method), route.Path);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_key_may_do_no_more_than_it_was_made_for_and_nothing_after_it_was_ended()
    {
        var request = new JsonObject { ["name"] = "etl", ["allowed"] = new JsonArray("study/*", "check"), ["days"] = 7 };
        var (made, body) = await ServerPlace.Send(place.Ada, HttpMethod.Post, "/api/people/me/keys", request);
        Assert.True(made.StatusCode == HttpStatusCode.OK, body.ToJsonString());
        using var program = place.Nobody();
        program.DefaultRequestHeaders.Authorization = new("Bearer", (string)body["key"]!);
        Assert.True(await IsLetThrough(program, OperationRoute.All.Single(route => route.Operation.Path == "study/km")));
        Assert.False(await IsLetThrough(program, OperationRoute.All.Single(route => route.Operation.Path == "run")));
        var (again, _) = await ServerPlace.Send(program, HttpMethod.Post, "/api/people/me/keys", request.DeepClone());
        Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
        var (_, keys) = await ServerPlace.Send(place.Ada, HttpMethod.Get, "/api/people/me/keys");
        Assert.DoesNotContain((string)body["key"]!, keys.ToJsonString(), StringComparison.Ordinal);
        await ServerPlace.Send(place.Ada, HttpMethod.Delete, $"/api/people/me/keys/{keys["keys"]![0]!["number"]}");
        var (after, _) = await ServerPlace.Send(program, HttpMethod.Get, "/api/check");
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_act_for_who_is_signed_in()
    {
        var (answer, _) = await ServerPlace.Send(place.Ada, HttpMethod.Post, "/api/people/sign-out", null, ("Origin", "https://evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        var (still, _) = await ServerPlace.Send(place.Ada, HttpMethod.Get, "/api/people/me");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task Closing_an_account_signs_it_out_at_once()
    {
        var agent = await place.Invited("erin", ["agent"]);
        var (before, _) = await ServerPlace.Send(agent, HttpMethod.Get, "/api/people/me");
        await ServerPlace.Send(place.Ada, HttpMethod.Post, "/api/people/change", new JsonObject { ["name"] = "erin", ["open"] = false });
        var (after, _) = await ServerPlace.Send(agent, HttpMethod.Get, "/api/people/me");
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task The_last_administrator_cannot_be_closed()
    {
        using var alone = new ServerPlace();
        await alone.InitializeAsync();
        var (answer, body) = await ServerPlace.Send(alone.Ada, HttpMethod.Post, "/api/people/change", new JsonObject { ["name"] = "ada", ["roles"] = new JsonArray("head") });
        await alone.DisposeAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("last account that may administer", (string)body["detail"]!, StringComparison.Ordinal);
    }

    // A request that no operation takes: refused as such by who may, and not performed.
    static async Task<bool> IsLetThrough(HttpClient who, OperationRoute route)
    {
        var (answer, _) = route.IsRead
            ? await ServerPlace.Send(who, HttpMethod.Get, route.Path + "?no-such-thing=1")
            : await ServerPlace.Send(who, HttpMethod.Post, route.Path, new JsonObject { ["no-such-thing"] = 1 });
        Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden, $"{route.Path}: {answer.StatusCode}");
        return answer.StatusCode == HttpStatusCode.BadRequest;
    }
}
