using System.Globalization;
using Holdfast.Operations;
using Spectre.Console;

namespace Holdfast.Cli;

/// <summary>
/// Progress on standard error: a live bar per stage on a terminal, one line per finished stage elsewhere.
/// Standard output stays free for results.
/// </summary>
sealed class ProgressLines : IProgress<StageProgress>, IDisposable
{
    const int BarWidth = 28;
    readonly TextWriter _to;
    readonly TimeProvider _clock;
    readonly bool _live;
    readonly Lock _gate = new();
    string _stage = "";
    string _shown = "";
    long _started;

    public ProgressLines(TextWriter to, TimeProvider clock)
    {
        _to = to;
        _clock = clock;
        _live = !Console.IsErrorRedirected && AnsiConsole.Profile.Capabilities.Ansi;
        _started = clock.GetTimestamp();
    }

    public void Report(StageProgress value)
    {
        lock (_gate)
        {
            if (value.Stage != _stage)
            {
                Finish();
                _stage = value.Stage;
                _started = _clock.GetTimestamp();
            }

            _shown = value.Doing;
            if (_live) _to.Write($"\r\u001b[2K{Bar(value.Done)} {_stage,-9} {value.Doing}");
            else if (value.Done >= 1) Finish();
        }
    }

    /// <summary>Closes the line of the current stage.</summary>
    public void Finish()
    {
        if (_stage.Length == 0) return;
        var seconds = _clock.GetElapsedTime(_started).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        _to.WriteLine($"{(_live ? "\r\u001b[2K" : "")}{_stage,-9} {seconds,6} s  {_shown}");
        _stage = "";
    }

    public void Dispose() => Finish();

    static string Bar(double done)
    {
        var full = (int)Math.Round(Math.Clamp(done, 0, 1) * BarWidth);
        return $"\u001b[36m{new string('━', full)}\u001b[90m{new string('━', BarWidth - full)}\u001b[0m";
    }
}
