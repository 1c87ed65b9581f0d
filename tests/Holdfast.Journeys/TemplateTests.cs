namespace Holdfast.Journeys;

public class TemplateTests
{
    [Theory]
    [InlineData("card")]
    [InlineData("telecom")]
    [InlineData("prepaid")]
    [InlineData("saas")]
    [InlineData("retail")]
    public void A_template_goes_from_init_to_report(string template)
    {
        using var folder = new TemporaryFolder();
        var workspace = folder.In("business");
        Assert.Equal(0, HoldfastCommand.Run("init", workspace, "--template", template, "--sample").ExitCode);
        Assert.Equal(0, HoldfastCommand.Run("check", "--workspace", workspace).ExitCode);
        var run = HoldfastCommand.Json("run", "--workspace", workspace);
        Assert.True(run["customers"]!["total"]!.GetValue<long>() > 100);
        Assert.True(File.Exists(Path.Combine(run["folder"]!.GetValue<string>(), "report", "report.html")));
    }
}
