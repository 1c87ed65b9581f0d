using System.Globalization;
using System.Text.Json.Nodes;
using Holdfast.Operations.People;
using Holdfast.Server.People;

namespace Holdfast.Server.Api;

/// <summary>What the document says of the routes that are written by hand.</summary>
static class WrittenRoutes
{
    /// <summary>Their paths.</summary>
    public static IEnumerable<(string Path, JsonObject Item)> Paths(ComponentSchemas schemas) => [.. Files(schemas), .. People(schemas)];

    static IEnumerable<(string Path, JsonObject Item)> People(ComponentSchemas schemas)
    {
        const string me = "/api/people/me";
        var number = Number();
        yield return ("/api/people/sign-in", new JsonObject
        {
            ["post"] = Taking(Route(("signIn", "people", "Begins a session in a cookie, as a browser needs it; programs send a key."), [], (204, "Signed in.", null), 400, 415), schemas.Add("SignInRequest", OwnJson.Default.SignInRequest), new JsonObject { ["name"] = "ada@bank.example", ["password"] = "correct horse battery" }),
        });
        yield return ("/api/people/sign-out", new JsonObject { ["post"] = Route(("signOut", "people", "Ends the session."), [], (204, "Signed out.", null)) });
        yield return (me, new JsonObject { ["get"] = Route(("me", "people", "Who asks, and what they may do."), [], (200, "The account.", schemas.Add("Me", OwnJson.Default.Me))) });
        yield return (me + "/password", new JsonObject
        {
            ["put"] = Taking(Route(("changePassword", "people", "Changes the password and signs every other browser out."), [], (204, "Changed.", null), 400, 415), schemas.Add("ChangePasswordRequest", OwnJson.Default.ChangePasswordRequest), new JsonObject { ["old"] = "correct horse battery", ["new"] = "another few long words" }),
        });
        yield return (me + "/second-factor", new JsonObject
        {
            ["post"] = Route(("offerSecondFactor", "people", "Offers a secret for an authenticator app; it is asked for only after it was set."), [], (200, "The secret.", schemas.Add("NewFactor", PeopleJson.Default.NewFactor))),
            ["put"] = Taking(Route(("setSecondFactor", "people", "Sets the second factor."), [], (204, "Set.", null), 400, 415), schemas.Add("SetFactorRequest", OwnJson.Default.SetFactorRequest), new JsonObject { ["secret"] = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", ["code"] = "287082" }),
            ["delete"] = Taking(Route(("removeSecondFactor", "people", "Removes the second factor."), [], (204, "Removed.", null), 400, 415), schemas.Add("RemoveFactorRequest", OwnJson.Default.RemoveFactorRequest), new JsonObject { ["password"] = "correct horse battery" }),
        });
        yield return (me + "/sessions", new JsonObject { ["get"] = Route(("listSessions", "people", "The browsers the account is signed in with."), Page(), (200, "The sessions.", schemas.Add("SessionList", PeopleJson.Default.SessionList)), 400) });
        yield return (me + "/sessions/{number}", new JsonObject { ["parameters"] = new JsonArray(number), ["delete"] = Route(("endSession", "people", "Signs a browser out."), [], (204, "Ended.", null), 404) });
        yield return (me + "/keys", new JsonObject
        {
            ["get"] = Route(("listKeys", "people", "The keys of the account."), Page(), (200, "The keys.", schemas.Add("ApiKeyList", PeopleJson.Default.ApiKeyList)), 400),
            ["post"] = Taking(Route(("makeKey", "people", "Makes a key; it is shown once."), [], (200, "The key.", schemas.Add("NewApiKey", PeopleJson.Default.NewApiKey)), 400, 415), schemas.Add("MakeKeyRequest", OwnJson.Default.MakeKeyRequest), new JsonObject { ["name"] = "nightly load", ["allowed"] = new JsonArray("files/bring", "run"), ["days"] = 90 }),
        });
        yield return (me + "/keys/{number}", new JsonObject { ["parameters"] = new JsonArray(number.DeepClone()), ["delete"] = Route(("endKey", "people", "Ends a key."), [], (204, "Ended.", null), 404) });
    }

    static JsonObject Number() => new() { ["name"] = "number", ["in"] = "path", ["required"] = true, ["description"] = "Its number, as listed.", ["schema"] = new JsonObject { ["type"] = "integer", ["format"] = "int64" }, ["example"] = 3 };

    static JsonObject Taking(JsonObject route, JsonObject shape, JsonObject example)
    {
        route["requestBody"] = new JsonObject { ["required"] = true, ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = shape.DeepClone(), ["example"] = example } } };
        return route;
    }

    static IEnumerable<(string Path, JsonObject Item)> Files(ComponentSchemas schemas)
    {
        var file = schemas.Add("StoredFile", FileJson.Default.StoredFile);
        var files = schemas.Add("StoredFiles", FileJson.Default.StoredFiles);
        yield return ("/api/files", new JsonObject
        {
            ["get"] = Route(("listFiles", "files", "Lists the files, by name, a page at a time."),
                Page(),
                (200, "A page of files.", files), 400),
        });
        yield return ("/api/files/{name}", new JsonObject
        {
            ["parameters"] = new JsonArray(new JsonObject
            {
                ["name"] = "name",
                ["in"] = "path",
                ["required"] = true,
                ["description"] = "The file's name.",
                ["schema"] = new JsonObject { ["type"] = "string", ["maxLength"] = 200 },
                ["example"] = "churn.csv",
            }),
            ["get"] = Route(("fetchFile", "files", "Fetches a file; parts of it by the header Range."), [], (200, "The file.", null), 404),
            ["put"] = Uploading(Route(("bringFile", "files", "Brings a file, whole or not at all. One that is there is replaced: send If-None-Match: * to bring only a new one, or If-Match with its tag to replace only the one you saw."),
                [Header("If-Match"), Header("If-None-Match")], (200, "Replaced.", file), 400, 412, 413), file),
            ["delete"] = Route(("removeFile", "files", "Removes a file."), [Header("If-Match")], (204, "Removed.", null), 404, 412),
        });
    }

    static JsonObject Uploading(JsonObject route, JsonObject file)
    {
        route["requestBody"] = new JsonObject { ["required"] = true, ["description"] = "The file as it is.", ["content"] = new JsonObject { ["application/octet-stream"] = new JsonObject { ["schema"] = new JsonObject(), ["example"] = "customer,left\nc000017,false\n" } } };
        route["responses"]!["201"] = new JsonObject { ["description"] = "Brought.", ["content"] = Content(file) };
        return route;
    }

    static JsonObject Route((string Id, string Stage, string Words) told, JsonObject[] parameters, (int Status, string Words, JsonObject? Shape) done, params int[] problems)
    {
        var answer = new JsonObject { ["description"] = done.Words };
        if (done.Shape is { } shape) answer["content"] = Content(shape);
        else if (done.Status == 200) answer["content"] = new JsonObject { ["application/octet-stream"] = new JsonObject { ["schema"] = new JsonObject() } };
        var answers = new JsonObject { [done.Status.ToString(CultureInfo.InvariantCulture)] = answer };
        foreach (var status in (int[])[.. problems, 401, 403, 429]) answers[status.ToString(CultureInfo.InvariantCulture)] = OpenApiDocument.ProblemAnswer(status);
        var route = new JsonObject { ["operationId"] = told.Id, ["summary"] = told.Id, ["description"] = told.Words, ["tags"] = new JsonArray(told.Stage) };
        if (parameters.Any(one => (string)one["name"]! == "cursor")) answer["headers"] = OpenApiDocument.HeadersOf("Link");
        if (parameters.Length > 0) route["parameters"] = new JsonArray([.. parameters]);
        route["responses"] = answers;
        return route;
    }

    static JsonObject Content(JsonObject shape) => new() { ["application/json"] = new JsonObject { ["schema"] = shape.DeepClone() } };

    static JsonObject[] Page() => [.. PeopleJson.Default.OwnListRequest.Properties.Select(OpenApiDocument.Parameter)];

    static JsonObject Header(string name) =>
        new() { ["name"] = name, ["in"] = "header", ["description"] = "A tag of the file, or *.", ["schema"] = new JsonObject { ["type"] = "string" }, ["example"] = "\"1f-8dc2a\"" };
}
