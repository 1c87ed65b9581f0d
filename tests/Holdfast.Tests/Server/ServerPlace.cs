using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Holdfast.Operations.Workspaces;
using Holdfast.Server;
using Holdfast.Store.Records;
using Holdfast.Tests.Store;
using Holdfast.Tests.Store.Records;

namespace Holdfast.Tests.Server;

/// <summary>A real server on a workspace of its own, with a first account.</summary>
public sealed class ServerPlace : IAsyncLifetime, IDisposable
{
    public const string Password = "correct horse battery staple";

    readonly TempFolder _folder = new();
    string _more = "";
    RunningServer? _server;

    /// <summary>Who may do everything.</summary>
    public HttpClient Ada { get; private set; } = new();

    public string Workspace => _folder.File("shop");

    public Uri Address => _server!.Address;

    public async Task InitializeAsync()
    {
        InitWorkspace.Run(new InitWorkspaceRequest(Workspace, "retail", Sample: false));
        File.AppendAllText(Path.Combine(Workspace, "holdfast.yaml"), _more);
        _server = await Start();
        var link = _server.FirstLink!.Query["?link=".Length..];
        Ada = await Entered("/start", ("link", link), ("name", "Ada"), ("password", Password));
    }

    /// <summary>A server with its records in a database, and more lines in holdfast.yaml.</summary>
    public static async Task<ServerPlace> On(Dialect dialect, string more = "")
    {
        var records = dialect == Dialect.Sqlite ? "" : $"\nstore:\n  records: {PostgresCluster.NewDatabase()}\n";
        var place = new ServerPlace { _more = more + records };
        await place.InitializeAsync();
        return place;
    }

    /// <summary>Starts another server on the workspace.</summary>
    public Task<RunningServer> Start(TimeSpan? longestRequest = null) => HoldfastServer.StartAsync(
        new ServerSettings { Workspace = Workspace, Port = 0, RequestsPerMinute = 60_000, LongestRequest = longestRequest ?? TimeSpan.FromMinutes(1) }, CancellationToken.None);

    /// <summary>Asks for a long operation; the job.</summary>
    public static async Task<JsonNode> Ask(HttpClient who, string path, JsonObject request, params (string Name, string Value)[] headers)
    {
        var (answer, job) = await Send(who, HttpMethod.Post, path, request, headers);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, $"{answer.StatusCode}: {job.ToJsonString()}");
        Assert.Equal($"/api/jobs/show?id={job["id"]}", answer.Headers.Location!.OriginalString);
        return job;
    }

    /// <summary>A job, as soon as it is as wanted.</summary>
    public static async Task<JsonNode> Until(HttpClient who, JsonNode job, Func<JsonNode, bool> wanted)
    {
        for (var waited = 0; ; waited++)
        {
            var (_, shown) = await Send(who, HttpMethod.Get, $"/api/jobs/show?id={job["id"]}");
            if (wanted(shown["job"]!)) return shown;
            Assert.True(waited < 1200, $"It did not come to that: {shown.ToJsonString()}");
            await Task.Delay(50);
        }
    }

    /// <summary>Uses the records beside the server.</summary>
    public T Records<T>(Func<RecordsDatabase, T> use)
    {
        using var records = WorkspaceFiles.Load(Workspace, null).Workspace!.OpenRecords();
        return use(records);
    }

    /// <inheritdoc cref="Records{T}"/>
    public void Records(Action<RecordsDatabase> use) => Records(records =>
    {
        use(records);
        return 0;
    });

    public Task DisposeAsync() => _server!.DisposeAsync().AsTask();

    public void Dispose() => _folder.Dispose();

    /// <summary>Nobody, with no cookies.</summary>
    public HttpClient Nobody() => new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };

    /// <summary>An account with roles and units, signed in.</summary>
    public async Task<HttpClient> Invited(string name, string[] roles, params string[] units)
    {
        var invited = await Send(Ada, HttpMethod.Post, "/api/people/invite", new JsonObject { ["name"] = name, ["roles"] = List(roles), ["units"] = List(units) });
        var link = ((string)invited.Body["link"]!).Split('=')[1];
        return await Entered("/start", ("link", link), ("name", name), ("password", Password));

        static JsonArray List(string[] words) => new([.. words.Select(word => JsonValue.Create(word))]);
    }

    /// <summary>Sends a request and reads the JSON of its answer.</summary>
    public static async Task<(HttpResponseMessage Answer, JsonNode Body)> Send(HttpClient who, HttpMethod method, string path, JsonNode? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = JsonContent.Create(body);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        var answer = await who.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer, text.StartsWith('{') ? JsonNode.Parse(text)! : new JsonObject { ["text"] = text });
    }

    async Task<HttpClient> Entered(string page, params (string Name, string Value)[] form)
    {
        var who = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        using var content = new FormUrlEncodedContent(form.Select(one => KeyValuePair.Create(one.Name, one.Value)));
        using var answer = await who.PostAsync(page, content);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return who;
    }
}
