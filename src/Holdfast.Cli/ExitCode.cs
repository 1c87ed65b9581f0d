namespace Holdfast.Cli;

/// <summary>What the exit code of every command means; docs/exit-codes.md says the same.</summary>
static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The user's files or the world are wrong; standard error says what, where, and what is allowed.</summary>
    public const int Faulty = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>A bug of ours: please report it.</summary>
    public const int Bug = 70;

    /// <summary>Cancelled (Ctrl+C); run again to continue.</summary>
    public const int Cancelled = 130;
}
