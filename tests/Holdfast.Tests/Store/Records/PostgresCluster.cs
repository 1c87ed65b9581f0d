using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Holdfast.Tests.Store.Records;

/// <summary>
/// A real PostgreSQL of this process, started at first use on a socket in a folder of its own, and gone with the process,
/// however it ends.
/// </summary>
static class PostgresCluster
{
    static readonly string? Programs = Find();
    static readonly Lazy<string> Socket = new(Start);
    static int _databases;

    /// <summary>Why there is no PostgreSQL here; null where there is.</summary>
    public static string? Absent { get; } = Programs is null
        ? "PostgreSQL is not installed (package postgresql, or HOLDFAST_POSTGRES names the folder of its programs)."
        : null;

    /// <summary>Connection string of a new database, a copy of another one where it is named.</summary>
    public static string NewDatabase(string template = "template0")
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"d{Interlocked.Increment(ref _databases)}");
        using var connection = new NpgsqlConnection(To("postgres") + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'", connection);
        command.ExecuteNonQuery();
        return To(name);
    }

    static string To(string database) => $"Host={Socket.Value};Username=postgres;Database={database};Timeout=60";

    static string? Find() => new[] { Environment.GetEnvironmentVariable("HOLDFAST_POSTGRES") }
        .Concat(Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin")) : [])
        .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        .FirstOrDefault(folder => folder is { Length: > 0 } && File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb")));

    // The shell waits for this process to close its input, which the system does when it dies, and then ends the server at once.
    const string Script = """
        set -e
        initdb -D "$1/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$1/log"
        postgres -D "$1/data" -k "$1" -c listen_addresses= -c fsync="$2" -c max_connections=300 >>"$1/log" 2>&1 &
        server=$!
        cat >"$1/closed"
        kill -QUIT $server
        wait $server || true
        rm -rf "$1"
        """;

    static string Start()
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-pg-").FullName;
        var asRoot = Environment.UserName == "root";
        if (asRoot) Process.Start("chown", ["postgres", folder]).WaitForExit();
        string[] words = ["bash", "-c", Script, "bash", folder, Environment.GetEnvironmentVariable("HOLDFAST_POSTGRES_FSYNC") ?? "off"];

        // The server refuses to run as root.
        if (asRoot) words = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", .. words];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardInput = true };
        start.Environment["PATH"] = Programs + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        start.Environment["LC_ALL"] = "C";
        var shell = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End(shell);
        WaitUntilUp(shell, folder);
        return folder;
    }

    static void End(Process shell)
    {
        shell.StandardInput.Close();
        shell.WaitForExit(TimeSpan.FromSeconds(10));
    }

    static void WaitUntilUp(Process shell, string folder)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromMinutes(1) && !shell.HasExited)
        {
            try
            {
                using var connection = new NpgsqlConnection($"Host={folder};Username=postgres;Database=postgres;Pooling=false");
                connection.Open();
                return;
            }
            catch (NpgsqlException)
            {
                Thread.Sleep(50);
            }
        }

        throw new InvalidOperationException($"PostgreSQL did not start: {File.ReadAllText(Path.Combine(folder, "log"))}");
    }
}
