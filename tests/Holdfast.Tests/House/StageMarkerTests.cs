using Holdfast.Operations;
using Holdfast.Tests.Store;

namespace Holdfast.Tests.House;

public class StageMarkerTests
{
    [Fact]
    public void A_marker_with_a_flipped_bit_counts_as_none_so_that_the_stage_is_done_again()
    {
        using var folder = new TempFolder();
        new StageMarker("inputs", 7, ["a note"]).Write(folder.Path);
        Assert.Equal(("inputs", 7L, "a note"), StageMarker.Read(folder.Path) is { } read ? (read.Inputs, read.Rows, read.Notes[0]) : default);
        var file = folder.File("stage.json");
        var whole = File.ReadAllBytes(file);
        var kept = 0;
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var flipped = whole.ToArray();
            flipped[bit / 8] ^= (byte)(1 << bit % 8);
            File.WriteAllBytes(file, flipped);
            if (StageMarker.Read(folder.Path) is not { } marker) continue;

            // White space may become other white space: it says nothing.
            Assert.Equal(("inputs", 7L, "a note"), (marker.Inputs, marker.Rows, marker.Notes[0]));
            kept++;
        }

        Assert.True(kept < whole.Length, $"{kept} of {whole.Length * 8} flips changed nothing");
    }
}
