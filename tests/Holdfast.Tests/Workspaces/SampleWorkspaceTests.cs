using Holdfast.Operations.Workspaces;

namespace Holdfast.Tests.Workspaces;

public class SampleWorkspaceTests
{
    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Path.Combine(House.Root, "samples"), WorkspaceFiles.Main, SearchOption.AllDirectories).Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_workspaces_shipped_as_samples_check_clean(string sample)
    {
        var check = CheckWorkspace.Run(new(Path.Combine(House.Root, "samples", sample)));
        Assert.True(check.Clean, check.Describe());
    }
}
