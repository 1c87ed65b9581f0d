using System.Text.Json.Serialization;
using Holdfast.Operations;
using Holdfast.Server.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Api;

/// <summary>A file of the file area.</summary>
/// <param name="Name">Its path in the area; requests name it so.</param>
/// <param name="Bytes">Its length, bytes.</param>
/// <param name="Changed">When it was last written, UTC.</param>
/// <param name="Tag">Names its content's state; the header ETag says the same.</param>
public sealed record StoredFile(string Name, long Bytes, DateTime Changed, string Tag);

/// <summary>Files of the file area, a page of them.</summary>
/// <param name="Files">The files, by name.</param>
public sealed record StoredFiles(IReadOnlyList<StoredFile> Files) : PagedResult;

/// <summary>JSON of the file area.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredFile))]
[JsonSerializable(typeof(StoredFiles))]
sealed partial class FileJson : JsonSerializerContext;

/// <summary>Bringing, listing, fetching and removing files: streams, so written by hand.</summary>
/// <param name="area">Where they lie.</param>
/// <param name="largest">Largest file taken, bytes.</param>
sealed class FileRoutes(FileArea area, long largest)
{
    const string Files = "files";

    /// <summary>Maps the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/files", List).WithMetadata(new Guarded("files/list"));
        routes.MapGet("/api/files/{**name}", Fetch).WithMetadata(new Guarded("files/fetch")).DisableRequestTimeout();
        routes.MapPut("/api/files/{**name}", Bring).WithMetadata(new Guarded("files/bring")).DisableRequestTimeout();
        routes.MapDelete("/api/files/{**name}", Remove).WithMetadata(new Guarded("files/remove"));
    }

    async Task List(HttpContext http)
    {
        var asked = PageReading.Of(http);
        var after = asked.After(Files) ?? "";
        var page = asked.Page(Files, [.. area.All().Where(file => string.CompareOrdinal(file.Name, after) > 0).Take(asked.Limit + 1)], file => file.Name);
        PageReading.Link(http, page.Next);
        await http.Response.WriteAsJsonAsync(new StoredFiles(page.Items) { Next = page.Next }, FileJson.Default.StoredFiles, cancellationToken: http.RequestAborted);
    }

    async Task Fetch(HttpContext http, string name)
    {
        if (area.Tell(name) is not { } file)
        {
            await Problems.Write(http, ProblemKind.NotFound, $"There is no file '{Problems.Short(name)}'.");
            return;
        }

        http.Response.Headers.ETag = file.Tag;
        // Nothing that was brought is ever shown as a page of this server.
        await Results.File(area.Find(name)!, "application/octet-stream", Path.GetFileName(name), enableRangeProcessing: true).ExecuteAsync(http);
    }

    async Task Bring(HttpContext http, string name)
    {
        if (area.Find(name) is not { } path || name.Contains('/', StringComparison.Ordinal))
        {
            await Problems.Write(http, ProblemKind.Invalid, $"name: found '{Problems.Short(name)}'; allowed are letters, digits, blanks and ._-, not beginning with a dot.");
            return;
        }

        if (!await Matches(http, name)) return;
        var there = File.Exists(path);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = largest;
        await area.Write(path, http.Request.Body, http.RequestAborted);
        var file = area.Tell(name)!;
        http.Response.StatusCode = there ? StatusCodes.Status200OK : StatusCodes.Status201Created;
        http.Response.Headers.ETag = file.Tag;
        await http.Response.WriteAsJsonAsync(file, FileJson.Default.StoredFile, cancellationToken: http.RequestAborted);
    }

    async Task Remove(HttpContext http, string name)
    {
        if (area.Tell(name) is null)
        {
            await Problems.Write(http, ProblemKind.NotFound, $"There is no file '{Problems.Short(name)}'.");
            return;
        }

        if (!await Matches(http, name)) return;
        File.Delete(area.Find(name)!);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Whether the file is as the caller supposes; answers where it is not.</summary>
    async Task<bool> Matches(HttpContext http, string name)
    {
        var there = area.Tell(name);
        var (wanted, unwanted) = ((string?)http.Request.Headers.IfMatch, (string?)http.Request.Headers.IfNoneMatch);
        var fits = (wanted is null || (there is not null && (wanted == "*" || wanted.Contains(there.Tag, StringComparison.Ordinal))))
            && (unwanted is null || there is null || (unwanted != "*" && !unwanted.Contains(there.Tag, StringComparison.Ordinal)));
        if (!fits) await Problems.Write(http, ProblemKind.Changed, there is null ? $"There is no file '{Problems.Short(name)}'." : $"The file '{Problems.Short(name)}' is there with the tag {there.Tag}.");
        return fits;
    }
}
