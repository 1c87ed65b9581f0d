namespace Holdfast.Operations.Workspaces.Yaml;

/// <summary>Where something stands in a text file, both from 1.</summary>
readonly record struct Mark(int Line, int Column);

/// <summary>A value in a YAML file, with the place where it begins.</summary>
abstract record YamlValue(Mark At)
{
    /// <summary>The value under keys (text) and positions (whole numbers from 0); the deepest that exists where the path goes on.</summary>
    public YamlValue Follow(ReadOnlySpan<object> path)
    {
        if (path.IsEmpty)
        {
            return this;
        }

        var next = (this, path[0]) switch
        {
            (YamlMap map, string key) => map.Entries.FirstOrDefault(entry => entry.Key == key)?.Value,
            (YamlList list, int index) when index < list.Items.Count => list.Items[index],
            _ => null,
        };
        return next is null ? this : next.Follow(path[1..]);
    }
}

/// <summary>A scalar.</summary>
/// <param name="At">Where it begins.</param>
/// <param name="Text">Its text.</param>
/// <param name="Lead">Characters between the place and the text: 0 for plain, 1 for quoted text; null for a block, which begins elsewhere.</param>
sealed record YamlText(Mark At, string Text, int? Lead = 0) : YamlValue(At)
{
    /// <summary>Whether it is written without quotes and not as a block.</summary>
    public bool Plain => Lead == 0;

    /// <summary>Whether nothing stands there.</summary>
    public bool IsNothing => Plain && Text is "" or "~" or "null";
}

/// <summary>A map, in the order of the file.</summary>
sealed record YamlMap(Mark At, IReadOnlyList<YamlEntry> Entries) : YamlValue(At);

/// <summary>A list.</summary>
sealed record YamlList(Mark At, IReadOnlyList<YamlValue> Items) : YamlValue(At);

/// <summary>A key with its value.</summary>
sealed record YamlEntry(Mark At, string Key, YamlValue Value);
