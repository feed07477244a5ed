namespace DataMesh.Benchmarks;

[DataSchema]
public sealed partial record Flight
{
    [EventTime] public DateTime Date { get; set; }
    public int Delay { get; set; }
    public int Distance { get; set; }
    public string Origin { get; set; } = "";
    public string Destination { get; set; } = "";
}

[DataSchema]
public sealed partial record Airport
{
    public string Iata { get; set; } = "";
    public string Name { get; set; } = "";
    public string Country { get; set; } = "";
}
