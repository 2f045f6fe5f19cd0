/**
 * Common emoji short codes, by Slack's names. Others stay as typed.
 */
const EMOJI: Record<string, string> = Object.fromEntries(
  `+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 100 💯 alarm_clock ⏰ angry 😠 arrow_down ⬇️ arrow_left ⬅️ arrow_right ➡️
arrow_up ⬆️ arrow_down_small 🔽 arrow_up_small 🔼 arrows_counterclockwise 🔄 astonished 😲 bangbang ‼️ bar_chart 📊 bell 🔔
no_bell 🔕 birthday 🎂 black_circle ⚫ blush 😊 boom 💥 book 📖 bookmark 🔖 briefcase 💼 broken_heart 💔 bug 🐛 bulb 💡
bust_in_silhouette 👤 busts_in_silhouette 👥 calendar 📆 date 📅 spiral_calendar_pad 🗓️ chart_with_downwards_trend 📉
chart_with_upwards_trend 📈 cherry_blossom 🌸 clap 👏 clipboard 📋 clock1 🕐 clock9 🕘 cloud ☁️ coffee ☕ confetti_ball 🎊
confused 😕 construction 🚧 cry 😢 crying_cat_face 😿 dart 🎯 disappointed 😞 dizzy 💫 dollar 💵 door 🚪 dove_of_peace 🕊️
email 📧 envelope ✉️ euro 💶 exclamation ❗ heavy_exclamation_mark ❗ expressionless 😑 eyes 👀 face_with_rolling_eyes 🙄
face_with_raised_eyebrow 🤨 fearful 😨 fire 🔥 flag-gb 🇬🇧 flag-de 🇩🇪 flag-us 🇺🇸 flushed 😳 fog 🌫️ frowning 😦
full_moon 🌕 gear ⚙️ gift 🎁 globe_with_meridians 🌐 green_circle 🟢 grey_question ❔ grimacing 😬 grin 😁 grinning 😀
handshake 🤝 hash #️⃣ hear_no_evil 🙉 heart ❤️ heart_eyes 😍 heavy_check_mark ✔️ heavy_minus_sign ➖ heavy_plus_sign ➕
herb 🌿 hourglass ⌛ hourglass_flowing_sand ⏳ house 🏠 hugging_face 🤗 inbox_tray 📥 information_source ℹ️ innocent 😇 joy 😂
key 🔑 large_blue_circle 🔵 large_green_circle 🟢 large_orange_circle 🟠 large_red_square 🟥 large_yellow_circle 🟡
large_green_square 🟩 large_yellow_square 🟨 laughing 😆 leaves 🍃 left_speech_bubble 🗨️ link 🔗 lock 🔒 unlock 🔓 loudspeaker 📢
mag 🔍 mailbox 📫 mailbox_with_mail 📬 mega 📣 memo 📝 pencil 📝 pencil2 ✏️ money_with_wings 💸 moneybag 💰 muscle 💪
mute 🔇 neutral_face 😐 new 🆕 no_entry ⛔ no_entry_sign 🚫 no_mouth 😶 ok ✅ ok_hand 👌 one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣
five 5️⃣ open_mouth 😮 orange_circle 🟠 outbox_tray 📤 package 📦 page_facing_up 📄 palm_tree 🌴 paperclip 📎 partly_sunny ⛅
sun_behind_cloud ⛅ party_popper 🎉 tada 🎉 partying_face 🥳 pensive 😔 persevere 😣 phone 📞 telephone_receiver 📞 point_down 👇
point_left 👈 point_right 👉 point_up ☝️ pray 🙏 purple_circle 🟣 purple_heart 💜 blue_heart 💙 green_heart 💚 yellow_heart 💛
pushpin 📌 question ❓ rage 😡 rainbow 🌈 raised_hands 🙌 raising_hand 🙋 recycle ♻️ red_circle 🔴 relaxed ☺️ relieved 😌
repeat 🔁 rocket 🚀 rotating_light 🚨 scales ⚖️ seedling 🌱 see_no_evil 🙈 shield 🛡️ shrug 🤷 slightly_frowning_face 🙁
slightly_smiling_face 🙂 smile 😄 smiley 😃 smiling_face_with_tear 🥲 smirk 😏 snowflake ❄️ sob 😭 sos 🆘 sparkles ✨
speak_no_evil 🙊 speech_balloon 💬 star ⭐ star2 🌟 star-struck 🤩 stop_sign 🛑 stopwatch ⏱️ sunglasses 😎 sunny ☀️
sunrise 🌅 sweat 😓 sweat_smile 😅 tired_face 😫 thermometer 🌡️ thinking_face 🤔 thought_balloon 💭 ticket 🎫 timer_clock ⏲️
toolbox 🧰 traffic_light 🚦 triangular_flag_on_post 🚩 trophy 🏆 umbrella ☔ unamused 😒 upside_down_face 🙃 v ✌️ warning ⚠️
wastebasket 🗑️ wave 👋 weary 😩 white_check_mark ✅ white_circle ⚪ white_large_square ⬜ wink 😉 worried 😟 wrench 🔧
writing_hand ✍️ x ❌ yellow_circle 🟡 yum 😋 zap ⚡ zzz 💤 ballot_box_with_check ☑️ busts 👥 crystal_ball 🔮 lightning ⚡
thunder_cloud_and_rain ⛈️ rain_cloud 🌧️ sun_with_face 🌞 star_struck 🤩 beach_with_umbrella 🏖️ face_with_thermometer 🤒`
    .split(/\s+/)
    .reduce<[string, string][]>((pairs, word, index, words) => {
      if (index % 2 === 0) pairs.push([word, words[index + 1] ?? '']);
      return pairs;
    }, []),
);

/** The character for a short code's name (without colons), or null for an unknown one. */
export function emojiFor(name: string): string | null {
  return Object.hasOwn(EMOJI, name) ? (EMOJI[name] ?? null) : null;
}

/** Plain text with its known short codes replaced, as Slack shows `plain_text` with `emoji: true`. */
export function withEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+'-]{1,60}):/g, (code, name: string) => emojiFor(name) ?? code);
}
