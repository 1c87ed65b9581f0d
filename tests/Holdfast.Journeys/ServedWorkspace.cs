using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Holdfast.Operations.People;

namespace Holdfast.Journeys;

/// <summary>A workspace served by the program itself, with somebody signed in.</summary>
sealed partial class ServedWorkspace : IDisposable
{
    const string Name = "journey";
    const string Password = "walking through all of it";

    readonly Process _server;

    ServedWorkspace(Process server, string address) => (_server, Address) = (server, address);

    public string Address { get; }

    /// <summary>The session's token.</summary>
    public string Session { get; private set; } = "";

    /// <summary>Serves a workspace; the first time somebody makes the first account, later they sign in.</summary>
    public static ServedWorkspace Start(string workspace)
    {
        var server = HoldfastCommand.Start("serve", "--workspace", workspace, "--port", "0");
        var served = new ServedWorkspace(server, Where().Match(server.StandardOutput.ReadLine() ?? "").Value);
        var isFirst = HoldfastCommand.Json("people", "list", "--workspace", workspace)["people"]!.AsArray().Count == 0;
        var link = isFirst ? Link().Match(server.StandardOutput.ReadLine() ?? "").Groups[1].Value : "";
        served.Session = isFirst ? served.Enter("/start", ("link", link), ("name", Name), ("password", Password)) : served.Enter("/sign-in", ("name", Name), ("password", Password));
        return served;
    }

    /// <summary>A key that may do all that the account may.</summary>
    public string Key() => Key(Session);

    /// <summary>A key of somebody who has one role.</summary>
    public string KeyOf(Role role)
    {
        var word = JsonNamingPolicy.KebabCaseLower.ConvertName(role.ToString());
        var invited = Post(Session, "/api/people/invite", new { name = word, roles = new[] { word } });
        return Key(Enter("/start", ("link", ((string)invited["link"]!).Split('=')[1]), ("name", word), ("password", Password)));
    }

    string Key(string session) => (string)Post(session, "/api/people/me/keys", new { name = "walk", allowed = Array.Empty<string>(), days = 1 })["key"]!;

    JsonNode Post(string session, string path, object body)
    {
        using var browser = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = new Uri(Address) };
        browser.DefaultRequestHeaders.Add("Cookie", "holdfast-session=" + session);
        using var answer = browser.PostAsJsonAsync(path, body).Result;
        return JsonNode.Parse(answer.Content.ReadAsStringAsync().Result)!;
    }

    public void Dispose()
    {
        _server.Kill(entireProcessTree: true);
        _server.WaitForExit();
        _server.Dispose();
    }

    string Enter(string page, params (string Name, string Value)[] form)
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(Address) };
        using var content = new FormUrlEncodedContent(form.Select(one => KeyValuePair.Create(one.Name, one.Value)));
        using var answer = browser.PostAsync(page, content).Result;
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return Cookie().Match(answer.Headers.GetValues("Set-Cookie").Single()).Groups[1].Value;
    }

    [GeneratedRegex(@"http://localhost:\d+")]
    private static partial Regex Where();

    [GeneratedRegex("link=([A-Za-z0-9_-]+)")]
    private static partial Regex Link();

    [GeneratedRegex("holdfast-session=([^;]+)")]
    private static partial Regex Cookie();
}
